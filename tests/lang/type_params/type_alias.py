type Alias = list[int]
type Rec = dict[str, Rec] | int
type Gen[T] = tuple[T, T]
print(Alias, Alias.__name__, Alias.__value__, type(Alias).__name__)  # expect: Alias Alias list[int] TypeAliasType
print(Rec.__value__, Gen[int], Gen.__type_params__, Gen.__value__)  # expect: dict[str, Rec] | int Gen[int] (T,) tuple[T, T]
type Lazy = undefined
print(Lazy)  # expect: Lazy
try:
    Lazy.__value__
except NameError as e:
    print(e)  # expect: name 'undefined' is not defined
type = type
print(type(5))  # expect: <class 'int'>
try:
    isinstance(1, Alias)
except TypeError as e:
    print(e)  # expect: isinstance() arg 2 must be a type, a tuple of types, or a union
