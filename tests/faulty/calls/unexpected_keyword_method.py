class A:
    def f(self, /, colour, *, size): pass
A().f(color=1)
