"{name}".format(nom=1)
