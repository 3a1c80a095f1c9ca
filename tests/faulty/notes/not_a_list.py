e = ValueError("text")
e.__notes__ = 5
raise e
