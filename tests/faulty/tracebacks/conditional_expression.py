y = (1).a if True else 2
