raise OSError(2, "No such thing", "one", None, "two")
