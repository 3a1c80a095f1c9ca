"a".encode("nope")
