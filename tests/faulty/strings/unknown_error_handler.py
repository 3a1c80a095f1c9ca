"é".encode("ascii", "nope")
