class Own(float):
    def __float__(self):
        return 42.0


class Initialised(float):
    def __init__(self, value, unit=None):
        self.unit = unit


print(float(Own()), Own() + 1)  # expect: 42.0 1.0
print(Initialised(2.5, unit="m").unit)  # expect: m


class Wrong(float):
    def __float__(self):
        return 1


class Made(set):
    def __new__(cls, items, more=None):
        return super().__new__(cls)


try:
    Made([1], more=2)
except TypeError as error:
    print(error)  # expect: set() takes no keyword arguments
class Text(str):
    def __float__(self):
        return float(str(self)) + 1


class Same(float):
    def __float__(self):
        return self


import warnings

print(float(Text("8")))  # expect: 9.0
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(float(Same(21)))  # expect: 21.0
print(caught[0].category.__name__)  # expect: DeprecationWarning
float(Wrong())  # raises: TypeError: Wrong.__float__ returned non-float (type int)
