open("f", "q")
