g = (x * x for x in range(4))
print(next(g), list(g), list(g))  # expect: 0 [1, 4, 9] []
print(sum(x for x in range(5)), max((len(w) for w in ["a", "bbb"]), default=0))  # expect: 10 3
print(type(g).__name__, g.__name__)  # expect: generator <genexpr>
print("".join(c for c in "abc" if c != "b"))  # expect: ac
def outer():
    k = 10
    return (k + x for x in range(3))
print(list(outer()))  # expect: [10, 11, 12]
print(any(x > 2 for x in range(5)), all(x > 2 for x in range(5)))  # expect: True False
