from collections.abc import Iterable, Mapping, Sized
from typing import Protocol, runtime_checkable


@runtime_checkable
class Named(Protocol):
    name: str

    def rename(self, name): ...


class Plain:
    pass


class Person:
    def __init__(self):
        self.name = 'x'

    def rename(self, name):
        self.name = name


def bench(loops):
    plain, person = Plain(), Person()
    for _ in range(loops):
        isinstance([], Iterable); isinstance(plain, Mapping); isinstance({}, Mapping); isinstance(plain, Sized)
        isinstance(person, Named); isinstance(plain, Named); hasattr(Plain, 'missing'); getattr(Plain, 'missing', None)
