class E(Exception):
    def __str__(self): raise RuntimeError("inside str")
raise E("x")
