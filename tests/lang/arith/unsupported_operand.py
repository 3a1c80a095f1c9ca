def attempt(f):
    try:
        return f()
    except TypeError as e:
        return str(e)

print(attempt(lambda: 1 + "a"))  # expect: unsupported operand type(s) for +: 'int' and 'str'
print(attempt(lambda: "a" + 1))  # expect: can only concatenate str (not "int") to str
print(attempt(lambda: [] + ()))  # expect: can only concatenate list (not "tuple") to list
print(attempt(lambda: None - 1))  # expect: unsupported operand type(s) for -: 'NoneType' and 'int'
print(attempt(lambda: {} * 2))  # expect: unsupported operand type(s) for *: 'dict' and 'int'
print(attempt(lambda: "a" * 1.5))  # expect: can't multiply sequence by non-int of type 'float'
print(attempt(lambda: "a" * "b"))  # expect: can't multiply sequence by non-int of type 'str'
print(attempt(lambda: 1 @ 2))  # expect: unsupported operand type(s) for @: 'int' and 'int'
print(attempt(lambda: 1.5 << 2))  # expect: unsupported operand type(s) for <<: 'float' and 'int'
print(attempt(lambda: -"a"))  # expect: bad operand type for unary -: 'str'
print(attempt(lambda: ~1.5))  # expect: bad operand type for unary ~: 'float'
print(attempt(lambda: +[]))  # expect: bad operand type for unary +: 'list'
print(attempt(lambda: 2 ** "a"))  # expect: unsupported operand type(s) for ** or pow(): 'int' and 'str'
print(attempt(lambda: pow(2, 3, "a")))  # expect: unsupported operand type(s) for ** or pow(): 'int', 'int', 'str'
print(attempt(lambda: divmod("a", 1)))  # expect: unsupported operand type(s) for divmod(): 'str' and 'int'
print(attempt(lambda: object() + object()))  # expect: unsupported operand type(s) for +: 'object' and 'object'
