def attempt(f):
    try:
        return f()
    except Exception as e:
        print(type(e).__name__ + ":", e)
def setter(o, k):
    o[k] = 1
def deleter(o, k):
    del o[k]
attempt(lambda: 5[0])
attempt(lambda: None["x"])
attempt(lambda: [1][1])
attempt(lambda: [1]["a"])
attempt(lambda: (1,)[5])
attempt(lambda: "abc"[10])
attempt(lambda: "abc"["x"])
attempt(lambda: {}["k"])
attempt(lambda: {}[[]])
attempt(lambda: {1}[0])
attempt(lambda: setter((1,), 0))
attempt(lambda: setter("a", 0))
attempt(lambda: setter([1], 3))
attempt(lambda: setter(5, 0))
attempt(lambda: deleter([1], 3))
attempt(lambda: deleter((1,), 0))
attempt(lambda: deleter(5, 0))
attempt(lambda: [1][1.0])
attempt(lambda: [1][2**100])
attempt(lambda: len[0])
attempt(lambda: int[0])

# output:
# TypeError: 'int' object is not subscriptable
# TypeError: 'NoneType' object is not subscriptable
# IndexError: list index out of range
# TypeError: list indices must be integers or slices, not str
# IndexError: tuple index out of range
# IndexError: string index out of range
# TypeError: string indices must be integers, not 'str'
# KeyError: 'k'
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: 'set' object is not subscriptable
# TypeError: 'tuple' object does not support item assignment
# TypeError: 'str' object does not support item assignment
# IndexError: list assignment index out of range
# TypeError: 'int' object does not support item assignment
# IndexError: list assignment index out of range
# TypeError: 'tuple' object doesn't support item deletion
# TypeError: 'int' object does not support item deletion
# TypeError: list indices must be integers or slices, not float
# IndexError: cannot fit 'int' into an index-sized integer
# TypeError: 'builtin_function_or_method' object is not subscriptable
# TypeError: type 'int' is not subscriptable
