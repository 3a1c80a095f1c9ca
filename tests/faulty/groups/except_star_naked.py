try:
    raise ValueError("naked")
except* ValueError as e:
    print(repr(e))
    raise RuntimeError("after") from e
