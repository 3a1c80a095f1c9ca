class A:
    def __repr__(self):
        raise ValueError("no repr")
print(f"{A()!r:>10}")
