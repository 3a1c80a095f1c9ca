"""getattr_static looks, and asks nobody; protocols are told by it."""
import types
from inspect import getattr_static
from typing import Protocol, runtime_checkable


class Meta(type):
    m = 'of the metaclass'

    @property
    def p(cls):
        raise AssertionError


class Hides(type):
    @property
    def __dict__(cls):
        raise AssertionError


class Base:
    x = 'class'
    data = property(lambda self: 1 / 0)

    def __getattr__(self, name):
        raise AssertionError(name)


class Plain(Base, metaclass=Meta):
    def __init__(self):
        self.x = 'own'
        self.__dict__['data'] = 'hidden'


class Slots:
    __slots__ = ('s',)


class OwnDict:
    @property
    def __dict__(self):
        raise AssertionError

    y = 1


class SlotDict:
    __slots__ = ('__dict__',)


class Hidden(metaclass=Hides):
    z = 1


def show(*args):
    try:
        found = getattr_static(*args)
    except AttributeError as error:
        print('no', error)
    else:
        print(found if isinstance(found, (str, int)) else type(found).__name__)


p = Plain()
show(p, 'x')
show(p, 'data')
show(p, 'nothing')
show(p, 'nothing', 'default')
show(p, '__init__')
show(Plain, 'x')
show(Plain, 'm')
show(Plain, 'p')
show(Plain, '__name__')
show(Plain, 'mro')
show(type, '__mro__')
show(Slots(), 's')
show(OwnDict(), 'y')
show(OwnDict(), 'w', 'default')
o = SlotDict()
o.inside = 'in the slot'
show(o, 'inside')
show(Hidden, 'z', 'default')
show(Hidden(), 'z')
module = types.ModuleType('m')
module.value = 'of the module'
show(module, 'value')
show(5, 'real')
show(5, '__add__')
show([], 'append')
show((lambda: 0), '__name__')
instance = Base()
instance.__dict__[3] = 4
instance.attribute = 'set'
show(instance, 'attribute')
show(instance, 3, 'default')
Base.added = 'later'
show(instance, 'added')
del Base.added
show(instance, 'added', 'gone')


@runtime_checkable
class HasX(Protocol):
    x: str


@runtime_checkable
class Method(Protocol):
    def go(self): ...


class Goes:
    def go(self):
        pass


class NoGo:
    go = None


class ByGetattr:
    def __getattr__(self, name):
        return 1


late = Slots()
for value in (p, Plain, Goes(), NoGo(), ByGetattr(), late, 5, module):
    print(isinstance(value, HasX), isinstance(value, Method))
g = NoGo()
g.go = lambda: 1
print(isinstance(g, Method))
module.x = 1
print(isinstance(module, HasX))
