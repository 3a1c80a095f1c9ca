raise SyntaxError("made", ("file.py", 3, 5, "x = y z", 3, 8))
