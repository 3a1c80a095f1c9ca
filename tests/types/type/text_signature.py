"""Native classes say what calling them takes."""
import functools
import inspect
import itertools
import operator

for thing in (staticmethod, property, list, zip, functools.partial, itertools.accumulate, operator.attrgetter,
              operator.itemgetter(1), functools.cmp_to_key(max)):
    print(thing if isinstance(thing, type) else type(thing).__name__, inspect.signature(thing))
for thing in (int, str, dict, type):
    print(thing.__text_signature__)
partial = functools.partial(int)
try:
    del partial.__dict__
except TypeError as error:
    print(error)
state = (int, ("1",), {"base": 2}, None)
partial.__setstate__(state)
print(partial, partial.args is state[1], partial.keywords is state[2])
print(frozenset.__contains__, frozenset("a").__contains__("a"))


class Index:
    def __index__(self):
        return True


import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(operator.index(Index()), caught[0].category.__name__)
try:
    iter(int | str)
except TypeError as error:
    print(error)


class Documented:
    """Documented(raw, size=8)\n--\n\nSays it as native classes do."""


class NotQuite:
    """NotQuite(raw) is what it takes."""


print(Documented.__text_signature__, NotQuite.__text_signature__)
for function in (max, getattr, __import__("time").ctime):
    try:
        print(inspect.signature(function))
    except ValueError as error:
        print(error)
