class A:
    def __del__(self):
        try:
            1 / 0
        except ZeroDivisionError:
            raise KeyError("k")
A()
raise SystemExit(1)
