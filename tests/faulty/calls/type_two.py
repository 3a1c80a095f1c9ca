type("A", ())
