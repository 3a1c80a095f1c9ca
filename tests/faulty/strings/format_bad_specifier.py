format(3, "q")
