def outer(x):
    return inner(x, 0)


def inner(a, b):
    return a / b


print("before")
outer(1)
