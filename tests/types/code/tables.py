import sys
import warnings


def function(x):
    try:
        return (
            x
            + 1
        )
    except TypeError:
        pass


code = function.__code__


def positions():
    """Reads co_linetable, whose format CPython documents."""

    def number():
        value = shift = 0
        while True:
            byte = next(table)
            value |= (byte & 63) << shift
            shift += 6
            if not byte & 64:
                return value

    def signed():
        value = number()
        return -(value >> 1) if value & 1 else value >> 1

    table = iter(code.co_linetable)
    line = code.co_firstlineno
    for head in table:
        kind, units = head >> 3 & 15, (head & 7) + 1
        if kind == 15:
            found = (None,) * 4
        elif kind == 14:
            line += signed()
            found = line, line + number(), number() - 1, number() - 1
        elif kind == 13:
            line += signed()
            found = line, line, None, None
        elif kind >= 10:
            line += kind - 10
            found = line, line, next(table), next(table)
        else:
            byte = next(table)
            start = kind << 3 | byte >> 4
            found = line, line, start, start + (byte & 15)
        yield from [found] * units


print(list(positions()) == list(code.co_positions()))  # expect: True
lines = [line for _, _, line in code.co_lines()]
print({line - code.co_firstlineno for line in lines if line} >= {0, 1, 2, 3, 6, 7})  # expect: True
without = code.replace(co_linetable=b"")
print(list(without.co_lines()), list(without.co_positions()), without == code)  # expect: [] [] False
print(code.replace(co_exceptiontable=b"").co_exceptiontable, code.co_exceptiontable != b"")  # expect: b'' True
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(type(code.co_lnotab).__name__)  # expect: bytes
print(caught[0].message)  # expect: co_lnotab is deprecated, use co_lines instead.


def fails():
    1 / 0


fails.__code__ = fails.__code__.replace(co_linetable=b"\xff" * 40)
try:
    fails()
except ZeroDivisionError as error:
    print(error.__traceback__.tb_next.tb_lineno)  # expect: None
