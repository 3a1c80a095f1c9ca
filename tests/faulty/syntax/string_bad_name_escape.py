s = "\N{no such character}"
