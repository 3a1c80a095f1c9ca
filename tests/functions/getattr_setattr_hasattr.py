class A:
    x = 1
a = A()
print(getattr(a, "x"), getattr(a, "y", 5), hasattr(a, "x"), hasattr(a, "y"), setattr(a, "y", 2), a.y, delattr(a, "y"), hasattr(a, "y"))
setattr(a, "not an identifier", 1)
print(getattr(a, "not an identifier"), a.__dict__)
class B:
    def __getattr__(self, n):
        if n == "boom": raise ValueError("not AttributeError")
        raise AttributeError(n)
print(getattr(B(), "zz", "default"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: hasattr(B(), "boom"))
attempt(lambda: getattr(a, "y"))
attempt(lambda: getattr(a, 5))
attempt(lambda: hasattr(a, 5))
attempt(lambda: setattr(a, 5, 1))
attempt(lambda: delattr(a, "x"))
attempt(lambda: delattr(a, "q"))
attempt(lambda: getattr(a))

# output:
# 1 5 True False None 2 None False
# 1 {'not an identifier': 1}
# default
# ValueError: not AttributeError
# AttributeError: 'A' object has no attribute 'y'
# TypeError: attribute name must be string, not 'int'
# TypeError: attribute name must be string, not 'int'
# TypeError: attribute name must be string, not 'int'
# AttributeError: 'A' object has no attribute 'x'
# AttributeError: 'A' object has no attribute 'q'
# TypeError: getattr expected at least 2 arguments, got 1
