def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e)
print(attempt(lambda: 1 < "a"))
print(attempt(lambda: [] >= ()))
print(attempt(lambda: None <= None))
print(attempt(lambda: {} > {}))
print(attempt(lambda: 1j < 2j))
print(attempt(lambda: object() < object()))
print(attempt(lambda: [1, "a"] < [1, 2]))
print(attempt(lambda: (1, None) > (1, 2)))
print(attempt(lambda: sorted([1, "a"])))
print(attempt(lambda: max(1, "a")))
print(attempt(lambda: len < print))

# output:
# '<' not supported between instances of 'int' and 'str'
# '>=' not supported between instances of 'list' and 'tuple'
# '<=' not supported between instances of 'NoneType' and 'NoneType'
# '>' not supported between instances of 'dict' and 'dict'
# '<' not supported between instances of 'complex' and 'complex'
# '<' not supported between instances of 'object' and 'object'
# '<' not supported between instances of 'str' and 'int'
# '>' not supported between instances of 'NoneType' and 'int'
# '<' not supported between instances of 'str' and 'int'
# '>' not supported between instances of 'str' and 'int'
# '<' not supported between instances of 'builtin_function_or_method' and 'builtin_function_or_method'
