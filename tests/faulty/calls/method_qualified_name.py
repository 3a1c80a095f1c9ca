class A:
    class B:
        def __init__(self, x): pass
A.B()
