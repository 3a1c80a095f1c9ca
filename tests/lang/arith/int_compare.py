print(1 < 2, 2 <= 2, 3 > 4, 3 >= 3, 1 == 1, 1 != 1)  # expect: True True False True True False
print(2**70 > 2**69, -(2**70) < 5, 2**70 == 2**70)  # expect: True True True
print(1 == 1.0, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 10**400 > 1e308)  # expect: True True False True
print(1 < 1.5, 1.5 < 2**70, float("inf") > 10**400)  # expect: True True True
