e = "before"
try:
    1 / 0
except ZeroDivisionError as e:
    print(e)  # expect: division by zero
try:
    e
except NameError as err:
    print(err)  # expect: name 'e' is not defined
def f():
    try:
        raise KeyError("k")
    except KeyError as e:
        pass
    return e
try:
    f()
except UnboundLocalError as err:
    print(err)  # expect: cannot access local variable 'e' where it is not associated with a value
