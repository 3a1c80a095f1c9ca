type X = (yield 1)
