[y for y in [1, "a"] if y > 0]
