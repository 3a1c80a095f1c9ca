from typing import get_type_hints, Optional, Annotated, ClassVar
class A:
    x: int
    y: "A"
class B(A):
    z: Optional[str]
    k: ClassVar[int] = 1
    m: Annotated[int, "meta"]
h = get_type_hints(B)
print({k: str(v).replace("__main__.", "") for k, v in h.items()})
print(get_type_hints(B, include_extras=True)["m"])
def f(a: "int", b=None) -> None: ...
print(get_type_hints(f))

# output:
# {'x': "<class 'int'>", 'y': "<class 'A'>", 'z': 'str | None', 'k': 'typing.ClassVar[int]', 'm': "<class 'int'>"}
# typing.Annotated[int, 'meta']
# {'a': <class 'int'>, 'return': <class 'NoneType'>}
