"""What deepcopy asks, in which order, and what it shares."""
import copy
import copyreg
from collections import OrderedDict, defaultdict


class Plain:
    def __init__(self, **values):
        self.__dict__.update(values)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__


def check(value):
    copied = copy.deepcopy(value)
    print(copied == value, copied is value, type(copied).__name__)
    return copied


shared = [1, [2]]
x = check({'a': shared, 'b': (shared, 3), 'c': (1, 2), 4: {5: shared}})
print(x['a'] is x['b'][0] is x[4][5], x['c'])
atom = (1, 'x', (2.5, None))
print(copy.deepcopy(atom) is atom)

loop = []
loop.append((loop, 1))
y = copy.deepcopy(loop)
print(y[0][0] is y, y is not loop)
p = Plain(me=None, items=[1])
p.me = p
q = copy.deepcopy(p)
print(q.me is q, q.items, q.items is p.items, list(vars(q)))

# The memo, and what it keeps.
memo = {}
z = copy.deepcopy(shared, memo)
print(memo[id(shared)] is z, memo[id(shared[1])] is z[1], [k is v for k, v in zip(memo[id(memo)], [shared[1], shared])])
memo = {id(shared): 'known'}
print(copy.deepcopy([shared, shared], memo)[0])


class Asked:
    def __init__(self, name):
        self.name = name

    def __deepcopy__(self, memo):
        print('deepcopy', self.name, id(self) in memo)
        return Asked(self.name + "'")


print([a.name for a in copy.deepcopy([Asked('a'), Asked('b')])])
key, value = Asked('key'), Asked('value')
copied = copy.deepcopy({key: value})


class Slots:
    __slots__ = 'a', 'b', '__dict__'


s = Slots()
s.a = [1]
s.c = [2]
t = copy.deepcopy(s)
print(t.a, t.a is s.a, t.c, t.c is s.c, hasattr(t, 'b'))


class State:
    def __getstate__(self):
        print('getstate')
        return {'given': [1]}

    def __setstate__(self, state):
        print('setstate', state)
        self.state = state


print(vars(copy.deepcopy([State()])[0]))


class NewArgs:
    def __new__(cls, *args):
        print('new', args)
        self = object.__new__(cls)
        self.args = args
        return self

    def __getnewargs__(self):
        return (1, [2])


copy.deepcopy([NewArgs(1)])


class Reduced:
    def __init__(self, *args):
        self.args = args

    def __reduce__(self):
        return Reduced, ([1], 2), {'extra': [3]}, None, None


r = copy.deepcopy({'r': Reduced()})['r']
print(vars(r))


class ListLike(list):
    def append(self, item):
        print('append', item)
        super().append(item)


l = check(ListLike([1, [2]]))


class DictLike(dict):
    def __setitem__(self, key, value):
        print('set', key, value)
        super().__setitem__(key, value)


d = DictLike()
dict.update(d, {1: [2]})
d.name = 'd'
e = check(d)
print(e.name)
check(OrderedDict(a=[1], b=2))
check(defaultdict(list, {1: [2]}))
check({frozenset([1, 2]): {3, 4}})


class Registered:
    def __init__(self, value):
        self.value = value


copyreg.pickle(Registered, lambda x: (Registered, (['by table', x.value],)))
print(copy.deepcopy([Registered(1)])[0].value)
del copyreg.dispatch_table[Registered]
print(copy.deepcopy([Registered(1)])[0].value)


class OwnMethod:
    pass


o = OwnMethod()
o.__deepcopy__ = lambda memo: 'by its own method'
print(copy.deepcopy([o]))


class GetAttr:
    def __init__(self):
        self.x = [1]

    def __getattr__(self, name):
        if not name.startswith('__'):
            print('asked for', name)
        raise AttributeError(name)


print(vars(copy.deepcopy([GetAttr()])[0]))


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    def __init__(self):
        self.x = [1]


print(copy.deepcopy([WithMeta, int, len])[0] is WithMeta, vars(copy.deepcopy([WithMeta()])[0]))
for strange in ([(i for i in ())], {1: open}, [type(None), ...], [copy]):
    try:
        print(type(copy.deepcopy(strange)))
    except TypeError as error:
        print(error)


class Shrinks:
    def __deepcopy__(self, memo):
        victim.clear()
        return 1


victim = {1: Shrinks(), 2: 3}
try:
    copy.deepcopy([victim])
except RuntimeError as error:
    print(error)
victim = [Shrinks(), 2, 3]
print(copy.deepcopy([victim]))

# The table is the program's to change.
old = copy._deepcopy_dispatch[list]
copy._deepcopy_dispatch[list] = lambda x, memo: ['another', len(x)]
print(copy.deepcopy({'x': [1, 2], 'y': ([3],)}))
copy._deepcopy_dispatch[list] = old
print(copy.deepcopy({'x': [1, 2]}))
print(copy._deepcopy_list([1, [2]], {}, deepcopy=lambda a, memo: (a, 'given')))


def deep(n):
    x = []
    for _ in range(n):
        x = [x]
    return x


print(len(copy.deepcopy(deep(100))))
