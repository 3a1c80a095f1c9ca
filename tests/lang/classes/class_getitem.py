class Box:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
class Sub(Box): pass
print(Box[int], Sub["x", 1])  # expect: Box[<class 'int'>] Sub[('x', 1)]
try:
    class N: pass
    N[int]
except TypeError as e:
    print(e)  # expect: type 'N' is not subscriptable
print(list[int], dict[str, int], tuple[int, ...], type[int])  # expect: list[int] dict[str, int] tuple[int, ...] type[int]
print(list[int].__origin__, list[int].__args__, list[int]([1, 2]))  # expect: <class 'list'> (<class 'int'>,) [1, 2]
print(list[int] == list[int], list[int] == list[str], isinstance(list[int], type))  # expect: True False False
