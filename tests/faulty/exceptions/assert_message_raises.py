assert False, 1 / 0
