enumerate(1)
