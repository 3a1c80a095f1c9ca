counter = 0
total = 0.0


def bench(loops):
    global counter, total
    for i in range(loops):
        counter += 1
        total = total + counter
        if counter > 1000:
            counter = 0
