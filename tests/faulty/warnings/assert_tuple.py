assert (False, "message")
raise ValueError
