class C:
    def __enter__(self): pass
    def __exit__(self): pass
with C():
    pass
