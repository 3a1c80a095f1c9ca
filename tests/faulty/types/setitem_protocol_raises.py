class A:
    def __setitem__(self, key, value): raise IndexError(key)
A()[3] = 4
