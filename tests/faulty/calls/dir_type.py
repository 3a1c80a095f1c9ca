class A:
    __dir__ = 1
dir(A())
