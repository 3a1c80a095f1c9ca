class A:
    def __add__(self, o): return "add"
class B(A):
    def __iadd__(self, o): return "iadd"
class C(A):
    def __iadd__(self, o): return NotImplemented
for cls in (A, B, C):
    x = cls()
    x += 1
    print(x)
x = y = [1]
x += (2,)
print(y)
x = x + [3]
print(y)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)

# output:
# add
# iadd
# add
# [1, 2]
# [1, 2]
# 'tuple' object does not support item assignment ([1],)
