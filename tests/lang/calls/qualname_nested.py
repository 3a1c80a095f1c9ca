class A:
    class B:
        def m(self):
            def inner(): pass
            return inner
print(A.B.__qualname__, A.B.m.__qualname__, A.B().m().__qualname__)  # expect: A.B A.B.m A.B.m.<locals>.inner
f = lambda: 0
print(f.__name__, f.__qualname__)  # expect: <lambda> <lambda>
def outer():
    global glob
    def glob(): pass
    class C: pass
    return C
print(outer().__qualname__, glob.__qualname__)  # expect: outer.<locals>.C glob
