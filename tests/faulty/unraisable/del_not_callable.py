class A:
    __del__ = 5
A()
raise SystemExit(1)
