def make():
    x = 0
    def get(): return x
    def set(v):
        nonlocal x
        x = v
    return get, set
g, s = make()
s(5)
print(g())  # expect: 5
print(g.__closure__[0].cell_contents, g.__closure__[0] is s.__closure__[0])  # expect: 5 True
print(g.__code__.co_freevars, make.__code__.co_cellvars)  # expect: ('x',) ('x',)
