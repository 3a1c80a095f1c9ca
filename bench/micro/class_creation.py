def bench(loops):
    for i in range(loops):
        class A:
            x = 1

            def method(self):
                return self.x

        class B(A):
            __slots__ = ("y",)

            @property
            def z(self):
                return 1
        type("C", (A,), {"n": i})
