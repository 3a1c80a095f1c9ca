class A:
    __slots__ = ("a b",)
