list(map(lambda a, b: a, [1], [1, 2], strict=True))
