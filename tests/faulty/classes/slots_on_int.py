class A(int):
    __slots__ = ("a",)
