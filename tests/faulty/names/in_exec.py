exec("print(nope)")
