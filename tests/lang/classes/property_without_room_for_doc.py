class Slotted(property):
    __slots__ = ()


print(Slotted(doc="dropped").__doc__)  # expect: None


def getter(self):
    """Documented."""


Slotted(getter)  # raises: AttributeError: 'Slotted' object attribute '__doc__' is read-only
