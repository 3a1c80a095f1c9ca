class A:
    def __del__(self): raise ValueError("late")
a = A()
raise SystemExit(3)
