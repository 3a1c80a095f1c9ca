print(complex(), complex(1), complex(1, 2), complex("1+2j"), complex("j"), complex(" -1.5e3J "), complex("(1-2j)"), complex("nan+infj"))
z = 3 - 4j
print(z.real, z.imag, abs(z), z.conjugate(), -z, +z, z == complex(3, -4), hash(1 + 0j) == hash(1), bool(0j), bool(1j))
print(z + 1, 1 + z, z - 2j, z * z, z / (1 + 1j), z ** 2, z ** -1, z ** 0.5, 2 ** z, z * 1.5)
print(repr(1j), repr(-1j), repr(1 + 0j), repr(-0.0 + 1j), repr(complex(-0.0, -0.0)), complex(1e100, 1), 1e16j)
print(f"{z:.2f} {z:>12} {1.5 + 2j:g} {z:e}", format(z), str(z))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: z < z)
attempt(lambda: z // 1)
attempt(lambda: z % 1)
attempt(lambda: divmod(z, 1))
attempt(lambda: complex("1 + 2j"))
attempt(lambda: complex("x"))
attempt(lambda: complex("1", 2))
attempt(lambda: complex(1, "2"))
attempt(lambda: complex([]))
attempt(lambda: int(z))
attempt(lambda: float(z))
attempt(lambda: 0j ** -1)
attempt(lambda: z / 0)
attempt(lambda: pow(z, 2, 3))
attempt(lambda: round(z))
attempt(lambda: f"{z:d}")
attempt(lambda: f"{z:05}")
print(complex.from_number(5), (1 + 2j).__complex__())

# output:
# 0j (1+0j) (1+2j) (1+2j) 1j -1500j (1-2j) (nan+infj)
# 3.0 -4.0 5.0 (3+4j) (-3+4j) (3-4j) True True False True
# (4-4j) (4-4j) (3-6j) (-7-24j) (-0.5-3.5j) (-7-24j) (0.12+0.16j) (2-1j) (-7.461496614688569-2.885492725513448j) (4.5-6j)
# 1j (-0-1j) (1+0j) 1j (-0-0j) (1e+100+1j) 1e+16j
# 3.00-4.00j       (3-4j) 1.5+2j 3.000000e+00-4.000000e+00j (3-4j) (3-4j)
# TypeError: '<' not supported between instances of 'complex' and 'complex'
# TypeError: unsupported operand type(s) for //: 'complex' and 'int'
# TypeError: unsupported operand type(s) for %: 'complex' and 'int'
# TypeError: unsupported operand type(s) for divmod(): 'complex' and 'int'
# ValueError: complex() arg is a malformed string
# ValueError: complex() arg is a malformed string
# TypeError: complex() argument 'real' must be a real number, not str
# TypeError: complex() argument 'imag' must be a real number, not str
# TypeError: complex() argument must be a string or a number, not list
# TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
# TypeError: float() argument must be a string or a real number, not 'complex'
# ZeroDivisionError: zero to a negative or complex power
# ZeroDivisionError: division by zero
# ValueError: complex modulo
# TypeError: type complex doesn't define __round__ method
# ValueError: Unknown format code 'd' for object of type 'complex'
# ValueError: Zero padding is not allowed in complex format specifier
# (5+0j) (1+2j)
