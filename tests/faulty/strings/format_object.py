format(object(), "10")
