def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

def fact(n):
    return 1 if n == 0 else n * fact(n - 1)

print(fib(15))  # expect: 610
print(fact(20))  # expect: 2432902008176640000
print(fact(30))  # expect: 265252859812191058636308480000000
