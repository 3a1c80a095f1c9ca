class D:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name
    def __get__(self, obj, objtype=None):
        return f"get {self.name} {obj is not None} {objtype.__name__}"
    def __set__(self, obj, value): print("set", value)
    def __delete__(self, obj): print("delete")
class C:
    d = D()
    e = D()
print(C.d)
c = C()
print(c.d)
c.d = 5
del c.d
C.d = "replaced"
print(c.d, C.__dict__["e"].name)
late = D()
C.late = late
try:
    c.late
except AttributeError as e:
    print(e)
class OnlySet:
    def __set__(self, o, v): o.__dict__["x"] = v + 1
class E:
    x = OnlySet()
e = E()
print(type(e.x).__name__)
e.x = 1
print(e.x)
try:
    del e.x
except AttributeError as err:
    print(err)

# output:
# set_name C d
# set_name C e
# get d False C
# get d True C
# set 5
# delete
# replaced e
# 'D' object has no attribute 'name'
# OnlySet
# 2
# __delete__
