int.__dict__["a"] = 1
