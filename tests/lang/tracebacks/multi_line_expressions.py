def f(a, b, c):
    return (
        a
        + b
        + c["missing"]
    )


f(
    1,
    2,
    {},
)
