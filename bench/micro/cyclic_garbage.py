class Node:
    def __init__(self):
        self.me = self


def bench(loops):
    for _ in range(loops):
        Node()
        x = []
        x.append(x)
