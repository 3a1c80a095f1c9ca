s = "abc \x1"
