# The cells that class code has for what is inside of it are no variables of a comprehension: its names are still what is local.
import sys


def make():
    T = "outer"

    class C[T]:
        x = T

        class D[S: T]:
            pass

        y = sorted(name for name in locals() if not name.startswith("__"))
        vars()["z"] = 3
        w = z

        def method(self):
            return __class__

    return C


C = make()
print(C.y, C.w, C.D.__type_params__[0].__bound__, C().method() is C)


class Plain:
    a = 1
    print([sorted(name for name in vars() if name[0] != "_")], "b" in locals())

    def method(self):
        return __class__


exec("class E:\n q = 1\n def f(self): return __class__\n print(sorted(k for k in sys._getframe().f_locals if k[0] != '_'))")
