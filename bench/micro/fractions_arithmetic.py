from fractions import Fraction


def bench(loops):
    for _ in range(loops):
        a, b = Fraction(1, 3), Fraction(5, 7)
        a + b; a * b; a / b; a < b; float(a); a == b
