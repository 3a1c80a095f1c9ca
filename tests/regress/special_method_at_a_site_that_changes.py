# A special method runs the very instruction that called it on a builtin container.
def of_dict(x):
    return x["a"]


class Mapping:
    def __getitem__(self, key):
        return of_dict({"a": 1})


print(of_dict(Mapping()))


def of_tuple(x, index):
    return x[index]


class Sequence:
    def __getitem__(self, index):
        return of_tuple((5, 6), 1)


print(of_tuple(Sequence(), 0))


def first(x):
    return x[0]


class First:
    def __getitem__(self, index):
        return first([7]) + first((8,))


print(first(First()))


def put(x, key):
    x[key] = 1


class Put:
    def __setitem__(self, key, value):
        put({}, 1)
        print("put", key)


put(Put(), 3)


def product(x, y):
    return x * y


class Factor:
    def __mul__(self, other):
        return product(2.5, 2.0)


print(product(Factor(), 1))


def total(x, y):
    x += y
    return x


class Total:
    def __iadd__(self, other):
        return total(2.5, 2)


print(total(Total(), 1))


def listed(x):
    return [each for each in x]


class Listed:
    def __iter__(self):
        self.left = 2
        return self

    def __next__(self):
        if not self.left:
            raise StopIteration
        self.left -= 1
        return listed(range(2)) + listed([3])


print(listed(Listed()))


class Bound:
    def __init__(self, depth):
        self.depth = depth

    def __call__(self, x, y=2):
        return called(self.method, x) if self.depth else (x, y)

    def method(self, x, y=3):
        return x, y


def called(f, x):
    return f(x)


print(called(Bound(1), 1), called(Bound(0), 1), called(Bound(0).method, 4), called(lambda x, z=5: (x, z), 6))
