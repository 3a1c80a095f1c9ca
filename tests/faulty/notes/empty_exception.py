e = ValueError()
e.add_note("noted")
raise e
