class A:
    def __getattr__(self, name): return getattr(None, name)
A().foo.bar
