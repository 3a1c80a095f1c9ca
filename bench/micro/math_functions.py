import math


def bench(loops):
    x = 0.5
    for _ in range(loops):
        math.sqrt(x); math.sin(x); math.floor(x); math.hypot(x, 1.0); math.gcd(48, 36)
        math.isclose(x, 0.5); abs(x); round(x); divmod(7, 3); pow(x, 2); int(x); float(3)
