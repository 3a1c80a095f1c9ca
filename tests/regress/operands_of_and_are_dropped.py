# What `and`, `or` and chained comparisons have tested and do not give is dropped before they go on.
import sys


class Thing:
    def method(self):
        return 1


class Loud:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth

    def __bool__(self):
        return self.truth

    def __del__(self):
        print("del", self.name)

    def __lt__(self, other):
        return Loud(f"{self.name}<{other.name}", True)


def call(first, thing):
    return first and thing.method()


def value(first, thing):
    return first and thing.number


def function(first, thing):
    return not first or thing.held()


def local(first, thing):
    return (first and thing, first or thing)


thing, first = Thing(), [1]
thing.number = 3
thing.held = lambda: 4
counts = sys.getrefcount(first), sys.getrefcount(thing)
for _ in range(100):
    call(first, thing), value(first, thing), function(first, thing), local(first, thing)
print(counts == (sys.getrefcount(first), sys.getrefcount(thing)))


def show(text):
    print(text)
    return True


Loud("a", True) and show("after a")
Loud("b", False) or show("after b")
print(bool(Loud("c", False) and show("never")))
print((Loud("d", True) and Loud("e", False) or show("after e")))
a, b, c = Loud("x", True), Loud("y", True), Loud("z", True)
result = a < b < c
print("compared")
del result
del a, b, c
