# Conditions on attributes, in places that see several classes, objects of any truth, attributes that go away and properties that take over.
import sys


class A:
    def __init__(self, flag):
        self.flag = flag


class B(A):
    pass


class C:
    def __init__(self, flag):
        self.other, self.flag = 1, flag


class D:
    __slots__ = ("flag",)

    def __init__(self, flag):
        self.flag = flag


class Falsy:
    def __bool__(self):
        return False


def tell(thing):
    answer = []
    if thing.flag:
        answer.append("true")
    if not thing.flag:
        answer.append("false")
    if thing.flag is None:
        answer.append("none")
    if thing.flag is not None:
        answer.append("some")
    answer.append(thing.flag and thing.flag)
    answer.append(thing.flag or "else")
    count = 0
    while thing.flag and count < 2:
        count += 1
    return answer, count


values = [True, False, None, 0, 5, 0.0, 1.5, "", "text", [], [0], (), {}, {1: 2}, b"", 10**30, Falsy]
for kind in (A, B, C, D):
    for value in values:
        print(kind.__name__, tell(kind(value)))
for value in values[:4]:
    print([tell(kind(value)) for kind in (A, B, C, D) * 2] == [tell(A(value))] * 8)

falsy = Falsy()
thing = A(falsy)
before = sys.getrefcount(falsy)
for _ in range(50):
    tell(thing)
print(tell(thing)[0][0], sys.getrefcount(falsy) == before)

a = A(1)
print(tell(a))
del a.flag
for _ in range(3):
    try:
        tell(a)
    except AttributeError as error:
        print(error)
A.flag = property(lambda self: "property")
print(tell(a), tell(B(None)) if B.flag.fset else "no setter")
