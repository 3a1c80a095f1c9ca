a = []
b = a
print(a is b, a is [], a is not b)  # expect: True False False
print(None is None, True is True, ... is Ellipsis)  # expect: True True True
