for x, y in zip([1], [2], [3]):
    pass
