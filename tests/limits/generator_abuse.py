def g():
    try:
        yield
    finally:
        yield "in finally"
it = g(); next(it)
try:
    it.close()
except RuntimeError as e:
    print(e)
def h():
    while True:
        try:
            yield
        except GeneratorExit:
            pass
it = h(); next(it)
try:
    it.close()
except RuntimeError as e:
    print(e)
import sys
sys.unraisablehook = lambda u: print("unraisable", u.exc_value)
del it
def selfish():
    me = yield
    try:
        me.send(None)
    except ValueError as e:
        print(e)
    yield "survived"
it = selfish(); next(it); print(it.send(it))
def throw_self():
    me = yield
    try:
        me.throw(KeyError)
    except ValueError as e:
        print(e)
    yield
it = throw_self(); next(it); it.send(it)
gens = []
for i in range(10000):
    x = (j for j in range(3)); next(x); gens.append(x)
print(sum(sum(x) for x in gens))
def chain(n):
    if n: yield from chain(n - 1)
    else: yield "bottom"
print(list(chain(300)))
for f in (lambda: it.throw(), lambda: it.throw(5), lambda: it.throw(int), lambda: it.throw("x"), lambda: it.send(), lambda: it.throw(ValueError("a"), "b", 5)):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)

# output:
# generator ignored GeneratorExit
# generator ignored GeneratorExit
# unraisable generator ignored GeneratorExit
# generator already executing
# survived
# generator already executing
# 30000
# ['bottom']
# TypeError throw expected at least 1 argument, got 0
# TypeError exceptions must be classes or instances deriving from BaseException, not int
# TypeError exceptions must be classes or instances deriving from BaseException, not type
# TypeError exceptions must be classes or instances deriving from BaseException, not str
# TypeError generator.send() takes exactly one argument (0 given)
# TypeError throw() third argument must be a traceback object
