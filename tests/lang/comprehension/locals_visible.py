def f():
    a = 1
    return [sorted(locals()) for b in range(1)]
print(f())  # expect: [['a', 'b']]
def g():
    [i for i in range(3)]
    try:
        return i
    except NameError as e:
        return str(e)
print(g())  # expect: name 'i' is not defined
print([__name__ for _ in range(1)])  # expect: ['__main__']
