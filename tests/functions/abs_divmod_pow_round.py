print(abs(-3), abs(2.5), abs(3 + 4j), divmod(17, 5), divmod(-17, 5), divmod(5.5, 2), pow(2, 10), pow(2, -1), pow(7, 2, 5), pow(7, -1, 5))
print(round(3.7), round(3.14159, 3), round(1250, -2), round(-0.5), round(5), round(True), type(round(5.0, 1)).__name__)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: abs("a"))
attempt(lambda: abs())
attempt(lambda: pow(2, 2, 0))
attempt(lambda: pow(2, -1, 4))
attempt(lambda: pow(2.0, 2, 3))
attempt(lambda: pow(2, 2, 3.0))
attempt(lambda: round("a"))
attempt(lambda: round(1.5, "a"))
attempt(lambda: round(1, 2, 3))
attempt(lambda: divmod(1))

# output:
# 3 2.5 5.0 (3, 2) (-4, 3) (2.0, 1.5) 1024 0.5 4 3
# 4 3.142 1200 0 5 1 float
# TypeError: bad operand type for abs(): 'str'
# TypeError: abs() takes exactly one argument (0 given)
# ValueError: pow() 3rd argument cannot be 0
# ValueError: base is not invertible for the given modulus
# TypeError: pow() 3rd argument not allowed unless all arguments are integers
# TypeError: pow() 3rd argument not allowed unless all arguments are integers
# TypeError: type str doesn't define __round__ method
# TypeError: 'str' object cannot be interpreted as an integer
# TypeError: round() takes at most 2 arguments (3 given)
# TypeError: divmod expected 2 arguments, got 1
