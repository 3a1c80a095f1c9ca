None >= 1
