class A:
    @property
    def p(self):
        return self.q()

    def q(self):
        return self.missing

    def __getattr__(self, name):
        raise AttributeError(f"custom {name}")


A().p
