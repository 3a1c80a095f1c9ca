from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sized
from typing import Protocol, runtime_checkable


@runtime_checkable
class HasArea(Protocol):
    def area(self): ...


class Shape(ABC):
    @abstractmethod
    def area(self): ...


class Square(Shape):
    def area(self):
        return 1


def bench(loops):
    s, d = Square(), {}
    for _ in range(loops):
        isinstance(s, HasArea); isinstance(d, HasArea); isinstance(s, Shape)
        isinstance(d, Mapping); isinstance(s, Iterable); isinstance(d, Sized)
