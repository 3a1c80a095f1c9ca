# Generators that delegate to ever more of themselves, a step at a time.
def endless(n):
    yield n
    yield from endless(n + 1)


async def awaits(n):
    await pause()
    await awaits(n + 1)


class pause:
    def __await__(self):
        yield


def run(generator):
    steps = 0
    try:
        while True:
            generator.send(None)
            steps += 1
    except RecursionError as error:
        print("RecursionError:", error, steps > 400)


run(endless(0))
run(awaits(0))
print(sum(1 for _ in zip(range(300), endless(0))))


def one():
    yield 1
    yield from other()


def other():
    yield from one()


run(other())
