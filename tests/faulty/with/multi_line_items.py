class C:
    def __enter__(self): return self
    def __exit__(self, *a): pass
with (
    C() as a,
    5 as b,
):
    pass
