e = KeyError("k")
try:
    raise ValueError("v") from e
except ValueError as v:
    raise TypeError("t") from e
