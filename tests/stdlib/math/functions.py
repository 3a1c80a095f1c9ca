import math
print(math.pi, math.e, math.tau, math.inf, math.nan)
print(math.sqrt(2), math.isqrt(10**20 + 1), round(math.cbrt(27), 9), math.hypot(3, 4, 12), math.dist([1, 2], [4, 6]))
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.fabs(-3), math.fmod(-7, 3), math.modf(-2.75), math.remainder(7, 4))
print(math.factorial(20), math.comb(10, 3), math.perm(10, 3), math.gcd(12, 18, 27), math.lcm(4, 6), math.prod([1, 2, 3], start=2))
print(math.exp(1), math.log(10), math.log(8, 2), math.log2(1024), math.log10(1000), math.log1p(1e-10), math.expm1(1e-10), math.pow(2, 0.5), math.exp2(5))
print(math.sin(1), math.cos(1), math.tan(1), math.asin(0.5), math.acos(0.5), math.atan(1), math.atan2(-1, -1), math.sinh(1), math.cosh(1), math.tanh(1))
print(math.degrees(math.pi), math.radians(180), math.copysign(1, -0.0), math.ldexp(0.5, 3), math.frexp(10), math.nextafter(1, 2), math.ulp(1.0))
print(math.isclose(0.1 + 0.2, 0.3), math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.fsum([0.1] * 10), math.sumprod([1, 2], [3, 4]))
print(math.gamma(5), math.lgamma(10), math.erf(0.5), math.erfc(0.5), math.fma(2.0, 3.0, 4.0), math.log(10**400), math.log2(2**2000))
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: math.sqrt(-1))
attempt(lambda: math.log(0))
attempt(lambda: math.log(-1))
attempt(lambda: math.factorial(-1))
attempt(lambda: math.factorial(2.5))
attempt(lambda: math.acos(2))
attempt(lambda: math.exp(1000))
attempt(lambda: math.isqrt(-1))
attempt(lambda: math.comb(2, -1))
attempt(lambda: math.gamma(0))
attempt(lambda: math.floor("a"))
attempt(lambda: math.sqrt("a"))
attempt(lambda: math.floor(math.inf))
attempt(lambda: math.pow(-8, 1/3))
attempt(lambda: math.fmod(1, 0))
attempt(lambda: math.sumprod([1], [1, 2]))
attempt(lambda: math.gcd(1.5))

# output:
# 3.141592653589793 2.718281828459045 6.283185307179586 inf nan
# 1.4142135623730951 10000000000 3.0 13.0 5.0
# -3 -2 -2 3.0 -1.0 (-0.75, -2.0) -1.0
# 2432902008176640000 120 720 3 12 12
# 2.718281828459045 2.302585092994046 3.0 10.0 3.0 9.999999999500001e-11 1.00000000005e-10 1.4142135623730951 32.0
# 0.8414709848078965 0.5403023058681398 1.5574077246549023 0.5235987755982989 1.0471975511965979 0.7853981633974483 -2.356194490192345 1.1752011936438014 1.5430806348152437 0.7615941559557649
# 180.0 3.141592653589793 -1.0 4.0 (0.625, 4) 1.0000000000000002 2.220446049250313e-16
# True True True True 1.0 11
# 24.0 12.801827480081467 0.5204998778130465 0.4795001221869535 10.0 921.0340371976182 2000.0
# ValueError: expected a nonnegative input, got -1.0
# ValueError: expected a positive input
# ValueError: expected a positive input
# ValueError: factorial() not defined for negative values
# TypeError: 'float' object cannot be interpreted as an integer
# ValueError: expected a number in range from -1 up to 1, got 2.0
# OverflowError: math range error
# ValueError: isqrt() argument must be nonnegative
# ValueError: k must be a non-negative integer
# ValueError: expected a noninteger or positive integer, got 0.0
# TypeError: must be real number, not str
# TypeError: must be real number, not str
# OverflowError: cannot convert float infinity to integer
# ValueError: math domain error
# ValueError: math domain error
# ValueError: Inputs are not the same length
# TypeError: 'float' object cannot be interpreted as an integer
