class A:
    def __getitem__(self, i): return self(i)
    def __call__(self, i): return i.x
A()[1]
