def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("closing")  # expect: closing
        raise
    finally:
        print("cleanup")  # expect: cleanup
it = g()
next(it)
print(it.close())  # expect: None
print(it.close())  # expect: None
def bad():
    try:
        yield 1
    except GeneratorExit:
        yield 2
b = bad()
next(b)
try:
    b.close()
except RuntimeError as e:
    print(e)  # expect: generator ignored GeneratorExit
def ret():
    try:
        yield 1
    except GeneratorExit:
        return "value"
r = ret()
next(r)
print(r.close())  # expect: value
n = g()
n.close()
print(list(n))  # expect: []
