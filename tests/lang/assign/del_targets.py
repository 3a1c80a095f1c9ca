class D:
    def __delattr__(self, n): print("delattr", n)
    def __delitem__(self, k): print("delitem", k)
d = D()
del d.x, d["k"], d[1:2], d[1, 2]
a = b = 1
del (a, b)
try:
    a
except NameError as e:
    print(e)
def f():
    x = 1
    del x
    return x
try:
    f()
except UnboundLocalError as e:
    print(e)
try:
    del {}["k"]
except KeyError as e:
    print(repr(e))
class P: pass
try:
    del P().nope
except AttributeError as e:
    print(e)

# output:
# delattr x
# delitem k
# delitem slice(1, 2, None)
# delitem (1, 2)
# name 'a' is not defined
# cannot access local variable 'x' where it is not associated with a value
# KeyError('k')
# 'P' object has no attribute 'nope'
