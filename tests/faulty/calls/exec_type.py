exec(1)
