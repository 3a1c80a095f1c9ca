try:
    1 / 0
except (ValueError, "a"):
    pass
