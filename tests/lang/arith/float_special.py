inf = float("inf")
nan = float("nan")
print(inf, -inf, nan, inf - inf, inf * 0)  # expect: inf -inf nan nan nan
print(nan == nan, nan != nan, nan < 1, nan is nan, nan in [nan])  # expect: False True False True True
print(inf == inf, inf > 1e308, min(nan, 1), max(1, nan))  # expect: True True nan 1
