try:
    raise KeyError("cause")
except KeyError as k:
    try:
        raise ValueError("v") from k
    except ValueError as v:
        group = ExceptionGroup("g", [v])
raise group
