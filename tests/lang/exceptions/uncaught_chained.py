def f():
    try:
        {}["missing"]
    except KeyError as e:
        raise LookupError("wrapped") from e
print("before")  # expect: before
f()  # raises: LookupError: wrapped
