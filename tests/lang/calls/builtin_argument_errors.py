def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
attempt(len)
attempt(len, 1, 2)
attempt(len, 5)
attempt(len, [], x=1)
attempt([].append)
attempt([].append, 1, 2)
attempt([].insert, 1)
attempt("".join)
attempt("".join, 5)
attempt("".join, [1])
attempt({}.get)
attempt(isinstance, 1)
attempt(isinstance, 1, 2)
attempt(ord, "ab")
attempt(chr, "a")
attempt(int, [])
attempt(int, "1", "2")
attempt(float, [])
attempt(sum, 5)
attempt(sum, ["a"])
attempt(print, sep=5)
attempt(sorted)
attempt(range)
attempt(range, 1.5)
attempt(abs, "x")
attempt(next, 5)
attempt(iter, 5)
attempt(hash, [])
attempt(getattr, 1)
attempt(min)
attempt(min, 5)

# output:
# len() takes exactly one argument (0 given)
# len() takes exactly one argument (2 given)
# object of type 'int' has no len()
# len() takes no keyword arguments
# list.append() takes exactly one argument (0 given)
# list.append() takes exactly one argument (2 given)
# insert expected 2 arguments, got 1
# str.join() takes exactly one argument (0 given)
# can only join an iterable
# sequence item 0: expected str instance, int found
# get expected at least 1 argument, got 0
# isinstance expected 2 arguments, got 1
# isinstance() arg 2 must be a type, a tuple of types, or a union
# ord() expected a character, but string of length 2 found
# 'str' object cannot be interpreted as an integer
# int() argument must be a string, a bytes-like object or a real number, not 'list'
# 'str' object cannot be interpreted as an integer
# float() argument must be a string or a real number, not 'list'
# 'int' object is not iterable
# unsupported operand type(s) for +: 'int' and 'str'
# sep must be None or a string, not int
# sorted expected 1 argument, got 0
# range expected at least 1 argument, got 0
# 'float' object cannot be interpreted as an integer
# bad operand type for abs(): 'str'
# 'int' object is not an iterator
# 'int' object is not iterable
# unhashable type: 'list'
# getattr expected at least 2 arguments, got 1
# min expected at least 1 argument, got 0
# 'int' object is not iterable
