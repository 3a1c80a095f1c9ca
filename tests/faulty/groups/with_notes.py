e = ValueError("v")
e.add_note("inside")
g = ExceptionGroup("g", [e])
g.add_note("outside\nlines")
raise g
