format(3, "10.2.3")
