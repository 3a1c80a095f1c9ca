def bench(loops):
    def outer(a):
        b = a + 1

        def inner(c):
            return a + b + c
        return inner
    for i in range(loops):
        outer(i)(1)
        (lambda: i)()
