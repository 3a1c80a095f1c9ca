try:
    raise KeyboardInterrupt
except KeyboardInterrupt as e:
    raise SystemError("interrupted") from e
