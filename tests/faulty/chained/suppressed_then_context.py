try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("a") from None
except KeyError:
    raise ValueError("b")
