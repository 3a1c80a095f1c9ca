raise ValueError("x") from KeyError("made")
