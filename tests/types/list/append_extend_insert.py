xs = []
print(xs.append(1), xs)
xs.extend([2, 3]); xs.extend("ab"); xs.extend(x for x in range(2)); xs += (9,)
print(xs)
xs.insert(0, "first"); xs.insert(100, "last"); xs.insert(-1, "before last")
print(xs)
ys = [1, 2]
ys.extend(ys)
print(ys)
ys += ys
print(ys)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: [].extend(5))
attempt(lambda: [].insert("a", 1))
attempt(lambda: [].append())
def fails():
    yield 1
    raise ValueError("midway")
zs = []
try:
    zs.extend(fails())
except ValueError:
    print(zs)

# output:
# None [1]
# [1, 2, 3, 'a', 'b', 0, 1, 9]
# ['first', 1, 2, 3, 'a', 'b', 0, 1, 9, 'before last', 'last']
# [1, 2, 1, 2]
# [1, 2, 1, 2, 1, 2, 1, 2]
# TypeError: 'int' object is not iterable
# TypeError: 'str' object cannot be interpreted as an integer
# TypeError: list.append() takes exactly one argument (0 given)
# [1]
