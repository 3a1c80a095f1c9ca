class D:
    def __setattr__(self, n, v):
        print("set", n, v)
        object.__setattr__(self, n, v)
d = D()
d.a = d.b = d.c = []
print(d.a is d.c)
x = y = z = 0
print(x, y, z)
a = (b, c) = [d, e] = 1, 2
print(a, b, c, e)

# output:
# set a []
# set b []
# set c []
# True
# 0 0 0
# (1, 2) 1 2 2
