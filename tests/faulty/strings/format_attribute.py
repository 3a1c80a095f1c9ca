"{0.nope}".format(1)
