class CM:
    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


def bench(loops):
    cm = CM()
    for _ in range(loops):
        with cm:
            pass
        with cm as a, cm as b:
            pass
