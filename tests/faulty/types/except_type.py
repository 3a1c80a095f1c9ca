try:
    1 / 0
except 1:
    pass
