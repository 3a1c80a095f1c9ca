def f(*args): raise ValueError("six")
f(
    1,
    2,
    3,
    4,
    5,
    6,
)
