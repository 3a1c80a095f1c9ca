class A:
    def __getattribute__(self, name):
        if name == "x":
            raise RuntimeError("no")
        return super().__getattribute__(name)
A().x
