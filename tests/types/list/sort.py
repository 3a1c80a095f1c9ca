xs = [3, 1, 2]
print(xs.sort(), xs)
xs.sort(reverse=True)
print(xs)
words = ["banana", "Apple", "cherry", "apple"]
words.sort(); print(words)
words.sort(key=str.lower); print(words)
words.sort(key=len, reverse=True); print(words)
pairs = [(1, "b"), (0, "x"), (1, "a"), (0, "a")]
print(sorted(pairs, key=lambda p: p[0]), sorted(pairs, key=lambda p: p[0], reverse=True))
print(sorted([2.5, 1, True, -1e10, 10**30]), sorted([[2], [1, 5], [1]]), sorted({"b": 1, "a": 2}), sorted(b"hello"), sorted("ée"))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: [1, "a"].sort())
attempt(lambda: [1, None].sort())
attempt(lambda: [1].sort(1))
attempt(lambda: [1].sort(key=5))
attempt(lambda: [1, 2].sort(key=lambda x: 1 / 0))
attempt(lambda: [1j, 2j].sort())
attempt(lambda: sorted([3, 1], reverse="x"))
big = [(i * 7919) % 1009 for i in range(3000)]
s = sorted(big)
print(s == sorted(s), all(a <= b for a, b in zip(s, s[1:])), s[:3], s[-3:], sorted(big, reverse=True) == s[::-1])

# output:
# None [1, 2, 3]
# [3, 2, 1]
# ['Apple', 'apple', 'banana', 'cherry']
# ['Apple', 'apple', 'banana', 'cherry']
# ['banana', 'cherry', 'Apple', 'apple']
# [(0, 'x'), (0, 'a'), (1, 'b'), (1, 'a')] [(1, 'b'), (1, 'a'), (0, 'x'), (0, 'a')]
# [-10000000000.0, 1, True, 2.5, 1000000000000000000000000000000] [[1], [1, 5], [2]] ['a', 'b'] [101, 104, 108, 108, 111] ['e', 'é']
# TypeError: '<' not supported between instances of 'str' and 'int'
# TypeError: '<' not supported between instances of 'NoneType' and 'int'
# TypeError: sort() takes no positional arguments
# TypeError: 'int' object is not callable
# ZeroDivisionError: division by zero
# TypeError: '<' not supported between instances of 'complex' and 'complex'
# [3, 1]
# True True [0, 0, 0] [1008, 1008, 1008] True
