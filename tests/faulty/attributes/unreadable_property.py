class A:
    x = property(None, lambda self, v: None)
A().x
