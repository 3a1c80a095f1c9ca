e = ValueError("outer")
e.__context__ = TypeError("inner")
e.__suppress_context__ = True
raise e
