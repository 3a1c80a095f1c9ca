import builtins
import pickle

iterator = iter([1, 2, 3])


class Name:
    def __hash__(self):
        return hash("iter")

    def __eq__(self, other):
        list(iterator)
        return other == "iter"


own = iter
del builtins.__dict__["iter"]
builtins.__dict__[Name()] = own
result = iterator.__reduce__()
builtins.__dict__.clear.__self__.pop("iter")
builtins.iter = own
print(result == (own, ([],)))  # expect: True

backwards = reversed([1, 2])
next(backwards), next(backwards)
print(type(pickle.loads(pickle.dumps(backwards))).__name__)  # expect: list_reverseiterator
next(backwards, None)
print(type(pickle.loads(pickle.dumps(backwards))).__name__)  # expect: list_reverseiterator


class Huge:
    def __iter__(self):
        return self

    def __next__(self):
        raise StopIteration

    def __length_hint__(self):
        return (1 << 63) - 1


items = [1]
items.extend(Huge())
print(items)  # expect: [1]
