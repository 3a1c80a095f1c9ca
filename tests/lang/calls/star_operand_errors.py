def f(*a, **k): return a, k
def attempt(g):
    try:
        return g()
    except TypeError as e:
        print(e)
attempt(lambda: f(*1))
attempt(lambda: f(*None))
attempt(lambda: f(**1))
attempt(lambda: f(**[1]))
attempt(lambda: f(**{1: 2}))
attempt(lambda: f(a=1, **{"a": 2}))
attempt(lambda: f(**{"a": 2}, **{"a": 3}))
attempt(lambda: print(*5))
class M:
    def keys(self): return ["x", "y"]
    def __getitem__(self, k): return k * 2
print(f(**M()))

# output:
# __main__.f() argument after * must be an iterable, not int
# __main__.f() argument after * must be an iterable, not NoneType
# __main__.f() argument after ** must be a mapping, not int
# __main__.f() argument after ** must be a mapping, not list
# keywords must be strings
# __main__.f() got multiple values for keyword argument 'a'
# __main__.f() got multiple values for keyword argument 'a'
# print() argument after * must be an iterable, not int
# ((), {'x': 'xx', 'y': 'yy'})
