def f():
    if 1:
        x = [i fro i in range(3)]
