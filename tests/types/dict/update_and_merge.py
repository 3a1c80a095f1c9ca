d = {"a": 1}
d.update({"b": 2}); d.update([("c", 3)]); d.update(d=4); d.update({"a": 0}, e=5); d.update()
print(d, d | {"z": 1}, {"z": 1} | d, {"a": 1} | {"a": 2})
d |= {"y": 1}; d |= [("w", 2)]
print(d)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: d | [("a", 1)])
attempt(lambda: d.update(5))
attempt(lambda: d.update([1]))
attempt(lambda: d.update([(1, 2, 3)]))
attempt(lambda: d + d)
attempt(lambda: d < d)
c = d.copy(); c["only"] = 1
print("only" in d, c.clear(), c)

# output:
# {'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5} {'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'z': 1} {'z': 1, 'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5} {'a': 2}
# {'a': 0, 'b': 2, 'c': 3, 'd': 4, 'e': 5, 'y': 1, 'w': 2}
# TypeError: unsupported operand type(s) for |: 'dict' and 'list'
# TypeError: 'int' object is not iterable
# TypeError: object is not iterable
# ValueError: dictionary update sequence element #0 has length 3; 2 is required
# TypeError: unsupported operand type(s) for +: 'dict' and 'dict'
# TypeError: '<' not supported between instances of 'dict' and 'dict'
# False None {}
