class Bad(Exception):
    def __str__(self): raise RuntimeError("no")
raise Bad(1)  # raises: Bad: <exception str() failed>
