xs = [1, 2, 3]
it = iter(xs)
print(next(it)); xs.append(4)  # expect: 1
print(list(it)); xs.append(5)  # expect: [2, 3, 4]
print(next(it, "exhausted stays exhausted"))  # expect: exhausted stays exhausted
it = iter(xs)
del xs[:]
print(list(it), it.__length_hint__())  # expect: [] 0
xs = [1, 2, 3]
r = reversed(xs)
next(r); xs.pop(); xs.pop()
print(list(r))  # expect: []
import copy, pickle
it = iter([1, 2, 3]); next(it)
print(list(copy.copy(it)), list(pickle.loads(pickle.dumps(it))))  # expect: [2, 3] [2, 3]
