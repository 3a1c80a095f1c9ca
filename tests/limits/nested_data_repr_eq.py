# An answer and a RecursionError are both fine; a crash is not.
def attempt(name, f):
    try:
        f()
    except RecursionError:
        pass
    print(name, "survived")
def nest(make, n):
    x = make(None)
    for _ in range(n): x = make(x)
    return x
for name, make in (("list", lambda x: [x]), ("tuple", lambda x: (x,)), ("dict", lambda x: {0: x})):
    a, b = nest(make, 100000), nest(make, 100000)
    attempt(name + " repr", lambda: repr(a))
    attempt(name + " eq", lambda: a == b)
    del a, b
t = nest(lambda x: (x,), 100000)
attempt("hash", lambda: hash(t))
attempt("lt", lambda: t < nest(lambda x: (x,), 100000))
print(repr(nest(lambda x: [x], 50)), nest(lambda x: (x,), 50) == nest(lambda x: (x,), 50))

# output:
# list repr survived
# list eq survived
# tuple repr survived
# tuple eq survived
# dict repr survived
# dict eq survived
# hash survived
# lt survived
# [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[None]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] True
