a = KeyError("k")
a.add_note("of the cause")
b = ValueError("v")
b.add_note("of the other")
raise b from a
