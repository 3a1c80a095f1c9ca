def f(*args):
    raise ValueError("inside")
f(
    1,
    2,
)
