import functools, operator
print(operator.add(1, 2), operator.itemgetter(1, 0)("ab"), operator.attrgetter("__class__.__name__")(5), operator.methodcaller("upper")("a"), operator.contains([1], 1), operator.concat("a", "b"), operator.index(5), operator.truth([]), operator.not_(0), operator.is_not(1, None), operator.countOf([1, 1], 1), operator.indexOf("ab", "b"), operator.iadd([1], [2]), operator.matmul.__name__, operator.length_hint(iter([1, 2])), operator.call(max, 1, 2), operator.is_none(None))
print(repr(operator.itemgetter(1)), repr(operator.attrgetter("a.b")), functools.partial(int, base=2)("101"), functools.reduce(operator.mul, range(1, 6)))
for f in (lambda: operator.itemgetter(), lambda: operator.itemgetter(5)("ab"), lambda: operator.attrgetter(5), lambda: operator.attrgetter("zz")(1), lambda: operator.index(1.5)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# 3 ('b', 'a') int A True ab 5 False True True 2 1 [1, 2] matmul 2 2 True
# operator.itemgetter(1) operator.attrgetter('a.b') 5 120
# TypeError itemgetter expected 1 argument, got 0
# IndexError string index out of range
# TypeError attribute name must be a string
# AttributeError 'int' object has no attribute 'zz'
# TypeError 'float' object cannot be interpreted as an integer
