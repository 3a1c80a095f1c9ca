class Data:
    def __get__(self, o, t): return "data descriptor"
    def __set__(self, o, v): print("set", v)
class NonData:
    def __get__(self, o, t): return "non-data descriptor"
class C:
    a = Data()
    b = NonData()
    c = "class"
    def __getattr__(self, n): return f"getattr {n}"
o = C()
o.__dict__.update(a="inst", b="inst", c="inst")
print(o.a, o.b, o.c, o.d)
o.a = 1
del o.__dict__["c"]
print(o.c, C.a, C.b)

# output:
# data descriptor inst inst getattr d
# set 1
# class data descriptor non-data descriptor
