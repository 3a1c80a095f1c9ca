import weakref


class Slotted:
    __slots__ = ("__weakref__",)


class Mapping(dict):
    def __getattr__(self, name):
        return self[name]


slotted = Slotted()
print(slotted.__weakref__)  # expect: None
reference = weakref.ref(slotted)
print(slotted.__weakref__ is reference)  # expect: True
mapping = Mapping()
print("Mapping" in repr(weakref.ref(mapping)))  # expect: True
