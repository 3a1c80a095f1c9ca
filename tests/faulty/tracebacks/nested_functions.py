def a():
    def b():
        def c():
            return 1 / 0
        return c()
    return b()
a()
