a, b, c, d = 1, 2, 3, 0
result = (a + b) * c + (a / d) - (b * c)
