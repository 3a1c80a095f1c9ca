def attempt(f):
    try:
        f()
    except TypeError as e:
        print(e)
attempt(lambda: [x for x in 5])
attempt(lambda: [*None])
attempt(lambda: {*1.5})
attempt(lambda: (*5,))
attempt(lambda: {**[1]})
attempt(lambda: list(None))
attempt(lambda: dict([5]))
attempt(lambda: 1 in 5)
attempt(lambda: len(5))
attempt(lambda: len(x for x in []))
attempt(lambda: sorted(5))
attempt(lambda: "".join(5))
attempt(lambda: zip(None))
attempt(lambda: next("a"))
attempt(lambda: set([[]]))
attempt(lambda: {[]: 1})
attempt(lambda: {{}})
attempt(lambda: enumerate(None))
attempt(lambda: tuple(3))
attempt(lambda: max(None))
attempt(lambda: "a" in 1)
attempt(lambda: iter(int))
class NoLen: pass
attempt(lambda: len(NoLen()))
class BadLen:
    def __len__(self): return -1
try:
    len(BadLen())
except ValueError as e:
    print(e)
class StrLen:
    def __len__(self): return "a"
attempt(lambda: len(StrLen()))
class BadIter:
    def __iter__(self): return 1
attempt(lambda: list(BadIter()))
class NoNext:
    def __iter__(self): return NoLen()
attempt(lambda: list(NoNext()))

# output:
# 'int' object is not iterable
# Value after * must be an iterable, not NoneType
# 'float' object is not iterable
# Value after * must be an iterable, not int
# 'list' object is not a mapping
# 'NoneType' object is not iterable
# object is not iterable
# argument of type 'int' is not a container or iterable
# object of type 'int' has no len()
# object of type 'generator' has no len()
# 'int' object is not iterable
# can only join an iterable
# 'NoneType' object is not iterable
# 'str' object is not an iterator
# cannot use 'list' as a set element (unhashable type: 'list')
# cannot use 'list' as a dict key (unhashable type: 'list')
# cannot use 'dict' as a set element (unhashable type: 'dict')
# 'NoneType' object is not iterable
# 'int' object is not iterable
# 'NoneType' object is not iterable
# argument of type 'int' is not a container or iterable
# 'type' object is not iterable
# object of type 'NoLen' has no len()
# __len__() should return >= 0
# 'str' object cannot be interpreted as an integer
# iter() returned non-iterator of type 'int'
# iter() returned non-iterator of type 'NoLen'
