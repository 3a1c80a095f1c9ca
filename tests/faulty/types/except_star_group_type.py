try:
    1 / 0
except* ExceptionGroup:
    pass
