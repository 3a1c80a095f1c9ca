# A comparison method that its descriptor does not have is as good as none; keywords that are no strings are told of after those given twice.


class Refusing:
    def __init__(self, log):
        self.log = log

    @property
    def __eq__(self):
        self.log.append("asked")
        raise AttributeError("no comparison")

    @property
    def __lt__(self):
        raise AttributeError("no order")


log = []
one, two = Refusing(log), Refusing(log)
print(one == two, one == one, one != two, log)
try:
    one < two
except TypeError as error:
    print(error)


class Broken:
    @property
    def __gt__(self):
        raise LookupError("no order")


try:
    Broken() > 1
except LookupError as error:
    print(error)


def f(*arguments, **keywords):
    return keywords


for attempt in (
    lambda: f(**{1: 3}, **{1: 5}),
    lambda: f(**{1: 3}, **{2: 5}),
    lambda: f(**{"a": 3}, **{"a": 5}),
    lambda: f(a=1, **{"a": 5}),
    lambda: f(**{1: 3}),
):
    try:
        print(attempt())
    except TypeError as error:
        print(error)
