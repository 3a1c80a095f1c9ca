list(1.5)
