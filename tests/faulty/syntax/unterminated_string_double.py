print("a" + "b)
