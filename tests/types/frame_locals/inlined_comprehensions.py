# The variables of a comprehension inside module or class code, which has no frame of its own: while it runs they are what is local.
import sys
[print(locals()) for i in [1]]
[print(sorted(vars()), sorted(dir()), eval('i'), [exec('print(i)')], sys._getframe().f_locals) for i in [1]]
class C:
    q = 1
    [print(locals(), sorted(dir())) for j in [1]]
    f = [lambda: j for j in [1]]
    try: [print(eval('q')) for j in [1]]
    except NameError as e: print(e)
    [sys._getframe().f_locals.__setitem__('new', 5) or print(sys._getframe().f_locals) for j in [1]]
    print('new' in locals())
[[print(locals()) for k in [2]] for i in [1]]
try: [sys._getframe().f_locals['zz'] for i in [1]]
except KeyError as e: print(e)
[(lambda: print(sys._getframe(1).f_locals))() for i in [1] for k in [4]]
print("i" in globals(), sys._getframe().f_locals is globals(), locals() is globals())


def function():
    x = 1
    print([sys._getframe().f_locals["x"] for x in range(2)], sys._getframe().f_locals)
    [sys._getframe().f_locals.__setitem__("x", 9) or print(x) for x in range(1)]
    print(x)
    print([(sys._getframe().f_locals["y"], (lambda: y)()) for y in range(2)], "y" in locals())
    sys._getframe().f_locals["new"] = 3
    print(sorted(locals()), "new" in vars(), "new" in dir())


function()
