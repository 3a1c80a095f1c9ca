class Stack[T]:
    def __init__(self): self.items = []
    def push(self, x: T) -> None: self.items.append(x)
    def other[U](self, x: U) -> tuple[T, U]: return x
print(Stack.__type_params__, Stack.__bases__, Stack.__orig_bases__, Stack.__parameters__)
print(Stack[int], Stack[int].__origin__ is Stack, type(Stack[int]()).__name__)
class Pair[K, V = int](Stack[K]): pass
print(Pair[str, int].__args__, Pair.__mro__[1].__name__)
print(Pair.__type_params__[1].__default__, Pair.__type_params__[0].has_default())
class Inner[T]:
    def m(self): return T
    class Deep[T]:
        def m(self): return T
print(Inner().m() is Inner.__type_params__[0], Inner.Deep().m() is Inner.Deep.__type_params__[0])
try:
    Stack[int, str]
except TypeError as e:
    print(e)

# output:
# (T,) (<class 'typing.Generic'>,) (typing.Generic[T],) (T,)
# __main__.Stack[int] True Stack
# (<class 'str'>, <class 'int'>) Stack
# <class 'int'> False
# True True
# Too many arguments for <class '__main__.Stack'>; actual 2, expected 1
