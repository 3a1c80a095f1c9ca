compile("1", "f", "nope")
