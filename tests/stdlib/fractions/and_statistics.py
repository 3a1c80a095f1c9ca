from fractions import Fraction as F
import statistics as st
print(F(1, 3) + F(1, 6), F("3/4"), F("0.125"), F(0.5), F(6, -4), F(1, 3) * 3 == 1, F(7, 2) // 1, F(7, 2) % 1, F(2, 3) ** 2, F(2, 3) ** -1, F(4) ** F(1, 2), abs(F(-1, 2)), round(F(7, 3)), round(F(22, 7), 2), int(F(7, 2)), float(F(1, 3)), F(3.14159).limit_denominator(100), repr(F(1, 2)), hash(F(1, 2)) == hash(0.5), F(1, 2) < 0.6, F(1, 2) + 1, F(1, 2) + 0.5, divmod(F(7, 2), 2), F(1, 3).as_integer_ratio(), f"{F(1, 3):.3f}")
for f in (lambda: F(1, 0), lambda: F("x"), lambda: F(1.5, 2), lambda: F(1, 2) / 0, lambda: F(float("nan")), lambda: F(1, 2) < 1j):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
xs = [1, 2, 2, 3, 4, 7, 9]
print(st.mean(xs), st.median(xs), st.mode(xs), st.stdev(xs), st.pvariance(xs), st.quantiles(xs), st.median_low([1, 2]), st.multimode("aabb"), st.fmean(xs), st.geometric_mean([1, 2, 4]), st.harmonic_mean([40, 60]), st.mean([F(1, 2), F(1, 4)]), st.correlation([1, 2, 3], [2, 4, 7]), st.linear_regression([1, 2, 3], [2, 4, 6]), st.NormalDist(0, 1).cdf(1))
for f in (lambda: st.mean([]), lambda: st.stdev([1]), lambda: st.mode([])):
    try:
        print(f())
    except st.StatisticsError as e:
        print(e)

# output:
# 1/2 3/4 1/8 1/2 -3/2 True 3 1/2 4/9 3/2 2.0 1/2 2 157/50 3 0.3333333333333333 311/99 Fraction(1, 2) True True 3/2 1.0 (1, Fraction(3, 2)) (1, 3) 0.333
# ZeroDivisionError Fraction(1, 0)
# ValueError Invalid literal for Fraction: 'x'
# TypeError both arguments should be Rational instances
# ZeroDivisionError Fraction(1, 0)
# ValueError cannot convert NaN to integer ratio
# TypeError '<' not supported between instances of 'Fraction' and 'complex'
# 4 3 2 2.943920288775949 7.428571428571429 [2.0, 3.0, 7.0] 1 ['a', 'b'] 4.0 2.0 48.0 3/8 0.9933992677987828 LinearRegression(slope=2.0, intercept=0.0) 0.8413447460685429
# mean requires at least one data point
# stdev requires at least two data points
# no mode for empty data
