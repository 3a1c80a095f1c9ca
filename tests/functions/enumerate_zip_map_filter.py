print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([], start=-1)), next(enumerate("x", 10**20)))
print(list(zip()), list(zip("ab")), list(zip("ab", [1, 2, 3])), list(zip(range(2), "xy", (True, False))), dict(zip("ab", [1, 2])))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, range(4))), list(map(None.__class__ and len, ["a", "bb"])))
z = zip([1, 2], [3])
print(next(z), next(z, "end"), next(z, "still"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: list(zip([1], [1, 2], strict=True)))
attempt(lambda: list(zip([1, 2], [1], strict=True)))
attempt(lambda: list(zip([1], [1], [], strict=True)))
attempt(lambda: list(map(str, [1], [2], [3, 4], strict=True)))
attempt(lambda: zip(5))
attempt(lambda: zip([1], 5))
attempt(lambda: map(str))
attempt(lambda: list(map(5, [1])))
attempt(lambda: filter(None))
attempt(lambda: enumerate(5))
attempt(lambda: enumerate([], "a"))
it = iter([1, 2, 3, 4])
print(list(zip(it, it)))
it = iter([1, 2, 3])
print(list(zip(it, [])), list(it))
print(list(map(lambda *a: a, "ab", "cd", "ef")), type(map(str, [])).__name__)

# output:
# [(0, 'a'), (1, 'b')] [(5, 'a'), (6, 'b')] [] (100000000000000000000, 'x')
# [] [('a',), ('b',)] [('a', 1), ('b', 2)] [(0, 'x', True), (1, 'y', False)] {'a': 1, 'b': 2}
# ['1', '2'] [11, 22] [1, 'a'] [2, 3] [1, 2]
# (1, 3) end still
# ValueError: zip() argument 2 is longer than argument 1
# ValueError: zip() argument 2 is shorter than argument 1
# ValueError: zip() argument 3 is shorter than arguments 1-2
# TypeError: str() argument 'encoding' must be str, not int
# TypeError: 'int' object is not iterable
# TypeError: 'int' object is not iterable
# TypeError: map() must have at least two arguments.
# TypeError: 'int' object is not callable
# TypeError: filter expected 2 arguments, got 1
# TypeError: 'int' object is not iterable
# TypeError: 'str' object cannot be interpreted as an integer
# [(1, 2), (3, 4)]
# [] [2, 3]
# [('a', 'c', 'e'), ('b', 'd', 'f')] map
