t = (1, "two", 3.0)
print(t, len(t), t[1])  # expect: (1, 'two', 3.0) 3 two
print(t + (4,), (1,), ())  # expect: (1, 'two', 3.0, 4) (1,) ()
a, b, c = t
print(c, b, a)  # expect: 3.0 two 1
print((1, 2) < (1, 3), (1, 2) == (1, 2))  # expect: True True
