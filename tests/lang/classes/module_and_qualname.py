class A:
    __qualname__ = "Custom.Name"
    __module__ = "somewhere"
print(A, A.__name__, A.__qualname__)
A.__name__ = "Renamed"
print(A.__name__, A.__qualname__, A)
for v in (5, "a\0b"):
    try:
        A.__name__ = v
    except (TypeError, ValueError) as e:
        print(e)
def f():
    class L: pass
    return L
print(f(), f().__module__)
print(A.__firstlineno__, f().__static_attributes__)
class S:
    def m(self):
        self.z = 1
        self.a = 2
print(sorted(S.__static_attributes__))

# output:
# <class 'somewhere.Custom.Name'> A Custom.Name
# Renamed Custom.Name <class 'somewhere.Custom.Name'>
# can only assign string to Renamed.__name__, not 'int'
# type name must not contain null characters
# <class '__main__.f.<locals>.L'> __main__
# 1 ()
# ['a', 'z']
