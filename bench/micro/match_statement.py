class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


EVENTS = [{"type": "created", "id": 1}, ["move", 1, 2], P(0, 5), P(3, 4), "text", 5, None]


def handle(e):
    match e:
        case {"type": "created", "id": id}:
            return id
        case ["move", x, y]:
            return x + y
        case P(0, y):
            return y
        case P(x, y):
            return x
        case str():
            return e
        case int(n):
            return n
        case _:
            return 0


def bench(loops):
    for _ in range(loops):
        for e in EVENTS:
            handle(e)
