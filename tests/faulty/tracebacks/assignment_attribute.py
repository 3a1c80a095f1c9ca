class A: __slots__ = ()
a = A()
a.x = a.y = 1
