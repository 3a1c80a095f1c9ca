raise SyntaxError("made", (None, 3, 5, "x = y z"))
