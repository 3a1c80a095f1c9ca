print(1 and 2, 0 and 2, 1 or 2, 0 or 2)  # expect: 2 0 1 2
print(not 0, not [], not "a")  # expect: True True False
print(None or [] or "last")  # expect: last
print(1 < 2 < 3, 1 < 3 < 2)  # expect: True False
print(True + True, True == 1, True is True)  # expect: 2 True True
