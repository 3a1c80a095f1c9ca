def t(x):
    print("default", x)
    return x
def f(a=t(1), *, b=t(2)):
    return a, b
print("defined")
print(f(), f(5))
print(f.__defaults__, f.__kwdefaults__)
f.__defaults__ = (10,)
f.__kwdefaults__ = {"b": 20}
print(f())
f.__defaults__ = None
try:
    f()
except TypeError as e:
    print(e)

# output:
# default 1
# default 2
# defined
# (1, 2) (5, 2)
# (1,) {'b': 2}
# (10, 20)
# f() missing 1 required positional argument: 'a'
