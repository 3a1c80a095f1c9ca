def inner():
    try:
        yield 1
    except ValueError as e:
        print("inner caught", e)
        yield "handled"
    finally:
        print("inner finally")
def outer():
    try:
        yield from inner()
    except KeyError as e:
        print("outer caught", e)
        yield "outer"
g = outer()
next(g)
print(g.throw(ValueError("x")))
print(g.throw(KeyError("y")))
print(list(g))
g = outer()
next(g)
g.close()
class Plain:
    def __iter__(self): return self
    def __next__(self): return 1
def h(): yield from Plain()
g = h()
next(g)
try:
    g.throw(KeyError("no throw method"))
except KeyError as e:
    print(e)

# output:
# inner caught x
# handled
# inner finally
# outer caught 'y'
# outer
# []
# inner finally
# 'no throw method'
