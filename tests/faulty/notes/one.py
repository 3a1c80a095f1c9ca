e = ValueError("text")
e.add_note("a note")
raise e
