x = 1if 1 else 2
raise ValueError(x)
