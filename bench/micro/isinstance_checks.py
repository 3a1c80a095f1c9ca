class A: pass
class B(A): pass
class C(B): pass


def bench(loops):
    c = C()
    for _ in range(loops):
        isinstance(c, A); isinstance(c, (int, str, B)); issubclass(C, A); type(c) is C; callable(c)
