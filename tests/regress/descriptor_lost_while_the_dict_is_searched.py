# A key of the instance's dict takes the descriptor away while it is compared.
class Evil:
    def __hash__(self):
        return hash("attr")

    def __eq__(self, other):
        try:
            del C.attr
        except AttributeError:
            pass
        return False


class Descriptor:
    def __get__(self, instance, owner=None):
        return 1


class C:
    attr = Descriptor()


c = C()
c.__dict__[Evil()] = 0
print(c.attr)  # expect: 1
print(hasattr(c, "attr"))  # expect: False
