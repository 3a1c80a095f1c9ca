def low(a):
    b = a - 1
    return 10 / b


def mid(q):
    return low(q)


mid(1)
