# A union takes the name of a type; a class that is generic is made as others are.
import pickle
from typing import Generic, TypeVar, Union

T = TypeVar("T")
both = Union[int, str] | "Later"
print(both == Union[int, str, "Later"], (T | "Later") == Union[T, "Later"])  # expect: True True
print(Generic.__new__ is object.__new__)  # expect: True


class Base:
    def __new__(cls, x):
        made = super().__new__(cls)
        made.x = x
        return made


class Both(Generic[T], Base):
    pass


print(Both(3).x)  # expect: 3


class Plain[T]:
    pass


print(type(pickle.loads(pickle.dumps(Plain(), 0))) is Plain)  # expect: True
try:
    int | "Later"
except TypeError as error:
    print(error)  # expect: unsupported operand type(s) for |: 'type' and 'str'
