exec("a = 1\nb = a + c", {"__name__": "x"})
