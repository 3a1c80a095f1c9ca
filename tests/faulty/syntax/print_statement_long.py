if True:
    print x, y
