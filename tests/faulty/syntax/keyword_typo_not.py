x = a nto b
