class C:
    def __enter__(self): pass
with C():
    pass
