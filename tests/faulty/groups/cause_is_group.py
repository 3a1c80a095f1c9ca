raise ValueError("v") from ExceptionGroup("g", [KeyError("k"), KeyError("l")])
