e = ValueError("outer")
e.__context__ = TypeError("inner")
raise e
