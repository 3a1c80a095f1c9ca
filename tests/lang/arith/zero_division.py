def attempt(f):
    try:
        return f()
    except ZeroDivisionError as e:
        return str(e)

print(attempt(lambda: 1 / 0))  # expect: division by zero
print(attempt(lambda: 1 // 0))  # expect: division by zero
print(attempt(lambda: 1 % 0))  # expect: division by zero
print(attempt(lambda: divmod(1, 0)))  # expect: division by zero
print(attempt(lambda: 1.0 / 0))  # expect: division by zero
print(attempt(lambda: 1.0 // 0))  # expect: division by zero
print(attempt(lambda: 1.0 % 0))  # expect: division by zero
print(attempt(lambda: divmod(1.0, 0)))  # expect: division by zero
print(attempt(lambda: 0 ** -1))  # expect: zero to a negative power
print(attempt(lambda: 0.0 ** -1))  # expect: zero to a negative power
print(attempt(lambda: 10**30 // 0))  # expect: division by zero
print(attempt(lambda: 1j / 0))  # expect: division by zero
print(attempt(lambda: pow(2, 3, 1)))  # expect: 0
