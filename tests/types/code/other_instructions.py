# oracle: no, CPython runs any instructions, and Taipan only those that its compiler made
import types


def add(x, y):
    return x + y


def multiply(x, y):
    return x * y


mixed = add.__code__.replace(co_code=multiply.__code__.co_code)
print(mixed == add.__code__, mixed.co_code == multiply.__code__.co_code)  # expect: False True
print(mixed.co_name, mixed.co_varnames, mixed.co_argcount)  # expect: add ('x', 'y') 2
add.__code__ = mixed
cells = add.__code__.replace(co_freevars=("z",))
print(cells.co_freevars, types.FunctionType(cells, {}, closure=(types.CellType(1),)).__closure__ is not None)  # expect: ('z',) True
add(1, 2)  # raises: SystemError: code that was put together from parts cannot be run: only code that the compiler made can
