from collections import namedtuple
P = namedtuple("P", "x y", defaults=[10])
p = P(1)
print(p, p.x, p[1], p._asdict(), p._replace(y=5), P._fields, P._field_defaults, P._make([3, 4]), p == (1, 10))
x, y = p
print(x, y, P(y=1, x=2), len(p), P.__doc__, P.x.__doc__, p.__match_args__)
for f in (lambda: P(), lambda: P(1, 2, 3), lambda: P(z=1), lambda: setattr(p, "x", 5), lambda: namedtuple("Q", "a a"), lambda: namedtuple("Q", "def"), lambda: namedtuple("Q", "_a"), lambda: p._replace(q=1), lambda: P._make([1]), lambda: namedtuple("1x", "a")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(namedtuple("R", "a def a", rename=True)._fields)
from typing import NamedTuple
class E(NamedTuple):
    name: str
    n: int = 3
    def double(self): return self.n * 2
print(E("a"), E("a").double(), E.__annotations__, isinstance(E("a"), tuple))

# output:
# P(x=1, y=10) 1 10 {'x': 1, 'y': 10} P(x=1, y=5) ('x', 'y') {'y': 10} P(x=3, y=4) True
# 1 10 P(x=2, y=1) 2 P(x, y) Alias for field number 0 ('x', 'y')
# TypeError P.__new__() missing 1 required positional argument: 'x'
# TypeError P.__new__() takes from 2 to 3 positional arguments but 4 were given
# TypeError P.__new__() got an unexpected keyword argument 'z'
# AttributeError can't set attribute
# ValueError Encountered duplicate field name: 'a'
# ValueError Type names and field names cannot be a keyword: 'def'
# ValueError Field names cannot start with an underscore: '_a'
# TypeError Got unexpected field names: ['q']
# TypeError Expected 2 arguments, got 1
# ValueError Type names and field names must be valid identifiers: '1x'
# ('a', '_1', '_2')
# E(name='a', n=3) 6 {'name': <class 'str'>, 'n': <class 'int'>} True
