class Meta(type):
    level = "meta"
    @property
    def cls_prop(cls): return "prop of " + cls.__name__
    def method(cls): return "meta method on " + cls.__name__
    def __len__(cls): return 3
    def __contains__(cls, x): return x == 1
    def __iter__(cls): return iter("abc")
    def __getitem__(cls, k): return f"item {k}"
    def __getattr__(cls, n): return f"meta getattr {n}"
    def __repr__(cls): return f"<{cls.__name__}!>"
class C(metaclass=Meta): pass
print(C.level, C.cls_prop, C.method(), len(C), 1 in C, list(C), C["k"], C.zzz, C)
c = C()
for name in ("level", "cls_prop", "method", "zzz"):
    print(name, hasattr(c, name))
try:
    len(c)
except TypeError as e:
    print(e)

# output:
# meta prop of C meta method on C 3 True ['a', 'b', 'c'] item k meta getattr zzz <C!>
# level False
# cls_prop False
# method False
# zzz False
# object of type 'C' has no len()
