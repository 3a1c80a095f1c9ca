range(3).index(7)
