def attempt(f, *a):
    try:
        return f(*a)
    except TypeError as e:
        return str(e)

def iadd(a, b): a += b; return a
def isub(a, b): a -= b; return a
def imul(a, b): a *= b; return a
def ipow(a, b): a **= b; return a
def ishift(a, b): a >>= b; return a
def imatmul(a, b): a @= b; return a

print(attempt(iadd, 1, "a"))  # expect: unsupported operand type(s) for +=: 'int' and 'str'
print(attempt(isub, "a", "b"))  # expect: unsupported operand type(s) for -=: 'str' and 'str'
print(attempt(imul, None, 2))  # expect: unsupported operand type(s) for *=: 'NoneType' and 'int'
print(attempt(ipow, "a", 2))  # expect: unsupported operand type(s) for **=: 'str' and 'int'
print(attempt(ishift, 1.0, 2))  # expect: unsupported operand type(s) for >>=: 'float' and 'int'
print(attempt(imatmul, 1, 2))  # expect: unsupported operand type(s) for @=: 'int' and 'int'
print(attempt(iadd, [1], (2,)))  # expect: [1, 2]
print(attempt(iadd, [1], 5))  # expect: 'int' object is not iterable
