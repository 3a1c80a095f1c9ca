None(1)
