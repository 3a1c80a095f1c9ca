class A:
    def __setattr__(self, name, value):
        raise TypeError(f"frozen: {name}")
A().x = 1
