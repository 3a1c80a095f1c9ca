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
float(Wrong())  # raises: TypeError: Wrong.__float__ returned non-float (type int)
