class T:
    def __init__(self): self._c = 0
    @property
    def c(self):
        "degrees"
        return self._c
    @c.setter
    def c(self, v):
        if v < -273: raise ValueError("too cold")
        self._c = v
    @c.deleter
    def c(self): self._c = None
    ro = property(lambda self: "ro")
    wo = property(None, lambda self, v: print("wrote", v))
t = T()
t.c = 20
print(t.c, T.c.__doc__, type(T.c).__name__)
del t.c
print(t.c)
t.wo = 5
for f in (lambda: setattr(t, "c", -300), lambda: setattr(t, "ro", 1), lambda: delattr(t, "ro"), lambda: t.wo):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(T.c.fget(t), T.c.fset is not None, T.ro.fset, T.c.__name__)

# output:
# 20 degrees property
# None
# wrote 5
# ValueError too cold
# AttributeError property 'ro' of 'T' object has no setter
# AttributeError property 'ro' of 'T' object has no deleter
# AttributeError property 'wo' of 'T' object has no getter
# None True None c
