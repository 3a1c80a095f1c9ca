class Bad:
    def __str__(self): raise ValueError
e = ValueError("text")
e.__notes__ = [Bad()]
raise e
