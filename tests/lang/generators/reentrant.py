def g():
    yield next(it)
it = g()
try:
    next(it)
except ValueError as e:
    print(e)  # expect: generator already executing
def h():
    try:
        it2.close()
    except ValueError as e:
        yield str(e)
it2 = h()
print(next(it2))  # expect: generator already executing
