{}.pop("a")
