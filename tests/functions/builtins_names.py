import builtins
expected = """abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip""".split()
print([n for n in expected if not hasattr(builtins, n)])
print(builtins.__name__, len is builtins.len, __builtins__ is builtins, __debug__)
print(len.__name__, len.__module__, len.__self__.__name__, repr(len), type(len).__name__)
print(int.__name__, int.__module__, repr(int), repr(print))

# output:
# []
# builtins True True True
# len builtins builtins <built-in function len> builtin_function_or_method
# int builtins <class 'int'> <built-in function print>
