__import__("no.such.thing")
