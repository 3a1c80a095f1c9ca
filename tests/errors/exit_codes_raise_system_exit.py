class C:
    def __enter__(self): return self
    def __exit__(self, *a): print("exit handler saw", a[0].__name__)  # expect: exit handler saw SystemExit
with C():
    raise SystemExit(4)
