e = ValueError("text")
e.add_note("one\ntwo")
e.add_note("")
e.add_note("three")
raise e
