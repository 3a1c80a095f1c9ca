class A:
    @property
    def x(self):
        return self.nope
A().x
