print("a", nope=1)
