print(dict(), dict(a=1), dict([("a", 1), ["b", 2]]), dict({"x": 1}, y=2), dict(zip("ab", [1, 2])), {"a": 1, "a": 2}, dict(["ab", "cd"]))
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {1: "int", 1.0: "float", True: "bool"}, {**{"a": 1}, "b": 2, **{"a": 3}})
class M:
    def keys(self): return ["k"]
    def __getitem__(self, k): return k * 2
print(dict(M()), dict(self=1), dict(**{"a-b": 1}))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: dict(5))
attempt(lambda: dict([1]))
attempt(lambda: dict([(1, 2, 3)]))
attempt(lambda: dict(["a"]))
attempt(lambda: dict([([], 1)]))
attempt(lambda: dict(1, 2))
attempt(lambda: {[]: 1})
attempt(lambda: {{}: 1})
attempt(lambda: dict.fromkeys(5))
attempt(lambda: {**5})
attempt(lambda: dict(**{1: 2}))

# output:
# {} {'a': 1} {'a': 1, 'b': 2} {'x': 1, 'y': 2} {'a': 1, 'b': 2} {'a': 2} {'a': 'b', 'c': 'd'}
# {'a': None, 'b': None} {1: 0, 2: 0} {1: 'bool'} {'a': 3, 'b': 2}
# {'k': 'kk'} {'self': 1} {'a-b': 1}
# TypeError: 'int' object is not iterable
# TypeError: object is not iterable
# ValueError: dictionary update sequence element #0 has length 3; 2 is required
# ValueError: dictionary update sequence element #0 has length 1; 2 is required
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: dict expected at most 1 argument, got 2
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# TypeError: cannot use 'dict' as a dict key (unhashable type: 'dict')
# TypeError: 'int' object is not iterable
# TypeError: 'int' object is not a mapping
# TypeError: keywords must be strings
