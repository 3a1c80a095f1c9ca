raise SyntaxError("made", ("file.py", 3, 5, None))
