class C:
    def method(self, x):
        return x


def bench(loops):
    method, append = C().method, [].append
    for i in range(loops):
        method(i); method(1)
        append(i)
