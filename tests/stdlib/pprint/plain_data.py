"""Data with and without representations of its own, sorted and not, recursive, cut off."""
import pprint
from collections import OrderedDict, namedtuple


class Shown:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text


class Sub(list):
    pass


class OwnRepr(list):
    def __repr__(self):
        return 'own'


class OwnInt(int):
    def __repr__(self):
        return 'int!'


Point = namedtuple('Point', 'x y')
loop = [1, {2: 3}]
loop.append({'loop': (loop,)})
values = [
    [], (), {}, (1,), [1, (2,), {3: [4, {}]}], {'b': 1, 'a': 2, 'c': {'z': 1, 'y': 2}}, {3: 'x', 1: 'y', -2: 'z'},
    {1: 'x', 'a': 'y', 2.5: 'z', None: 0}, {True: 1, 0: 2}, {2**70: 1, 3: 2}, {(2, 1): 1, (1, 2): 2},
    ['ä', '\ud800', "it's", 'q"', '\n', b'x\0', bytearray(b'y'), 1.5, float('nan'), 1j, None, True, 2**80, ...],
    [Shown('a'), Shown('<b>')], (Sub([1]), OwnRepr([1])), [OwnInt(3)], [Point(1, [2])], [{1, 2}, frozenset()],
    OrderedDict(b=1, a=2), range(3), 'text', 5, {'k': Sub([{'b': 1, 'a': 2}])},
]
for value in values:
    print(pprint.saferepr(value))
    print(pprint.isreadable(value), pprint.isrecursive(value))
    print(pprint.pformat(value, width=20))
    print(pprint.pformat(value, depth=2, sort_dicts=False, compact=True))
print(pprint.isrecursive(loop), pprint.isreadable(loop))
print(pprint.saferepr(loop).replace(str(id(loop)), 'id'))
print(pprint.pformat([10**6, {10**7: 10**8}], underscore_numbers=True))
shared = [1]
print(pprint.saferepr([shared, shared, (shared,)]), pprint.isrecursive([shared, shared]))


class Upper(pprint.PrettyPrinter):
    def format(self, object, context, maxlevels, level):
        if isinstance(object, str):
            return object.upper(), True, False
        return super().format(object, context, maxlevels, level)


print(Upper().pformat(['a', {'b': 'c'}, ('d',)]))
own = pprint.PrettyPrinter()
own.format = lambda object, context, maxlevels, level: (f'<{object!r}>', False, False)
print(own._safe_repr([1, 2], {}, None, 0))
print(own.pformat([1, 2]))
kept = pprint.PrettyPrinter.format
pprint.PrettyPrinter.format = lambda self, object, context, maxlevels, level: ('patched', True, False)
print(pprint.PrettyPrinter()._safe_repr([1, {2: 3}], {}, None, 0))
pprint.PrettyPrinter.format = kept


class Bad:
    def __repr__(self):
        raise ValueError('bad')


try:
    pprint.pformat([[1], {'x': Bad()}])
except ValueError as error:
    print(error)
deep = []
for _ in range(150):
    deep = [deep]
print(len(pprint.saferepr(deep)))
