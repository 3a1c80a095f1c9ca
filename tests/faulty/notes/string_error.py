e = ValueError("text")
e.__notes__ = "abc"
raise e
