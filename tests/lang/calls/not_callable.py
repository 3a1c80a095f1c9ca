def attempt(g):
    try:
        return g()
    except TypeError as e:
        print(e)
class C: pass
attempt(lambda: 1())
attempt(lambda: None())
attempt(lambda: "s"())
attempt(lambda: C()())
attempt(lambda: [](1))
attempt(lambda: (1, 2)(3))
attempt(lambda: {}())
import math
attempt(lambda: math())

# output:
# 'int' object is not callable
# 'NoneType' object is not callable
# 'str' object is not callable
# 'C' object is not callable
# 'list' object is not callable
# 'tuple' object is not callable
# 'dict' object is not callable
# 'module' object is not callable
