raise SyntaxError("made", ("file.py", 3, None, "x = y z"))
