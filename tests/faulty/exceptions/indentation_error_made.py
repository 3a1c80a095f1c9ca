raise IndentationError("made", ("file.py", 3, 5, "    x = 1\n"))
