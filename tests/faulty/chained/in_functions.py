def low():
    return {}["missing"]
def middle():
    try:
        low()
    except KeyError as e:
        raise LookupError("middle") from e
def high():
    try:
        middle()
    except LookupError:
        raise RuntimeError("high")
high()
