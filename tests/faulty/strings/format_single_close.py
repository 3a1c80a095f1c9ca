"}".format(1)
