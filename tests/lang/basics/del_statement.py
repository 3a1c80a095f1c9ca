x = [1, 2, 3, 4]
del x[0]
del x[1:]
print(x)  # expect: [2]
del x
try:
    x
except NameError as e:
    print(e)  # expect: name 'x' is not defined
