class D(dict):
    def __missing__(self, key):
        raise LookupError(f"no {key}")
D()["a"]
