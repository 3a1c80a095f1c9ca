counter = 0
step = 1


def bench(loops):
    global counter
    for _ in range(loops):
        counter = counter + step
        counter = counter - step
        len
