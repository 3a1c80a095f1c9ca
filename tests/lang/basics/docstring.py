"""Module text."""
def f():
    """Function text."""
class C:
    "Class text."
    def m(self): pass
print(__doc__)  # expect: Module text.
print(f.__doc__)  # expect: Function text.
print(C.__doc__)  # expect: Class text.
print(C.m.__doc__)  # expect: None
