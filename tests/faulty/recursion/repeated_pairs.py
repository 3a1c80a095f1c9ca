def a(n):
    if n == 0:
        raise ValueError("bottom")
    b(n)
def b(n):
    a(n - 1)
a(6)
