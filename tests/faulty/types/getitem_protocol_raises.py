class A:
    def __getitem__(self, key): raise KeyError(key)
A()["k"]
