class Node:
    __slots__ = ("value", "next")

    def __init__(self, value, next):
        self.value, self.next = value, next


def bench(loops):
    for _ in range(loops):
        head = None
        for i in range(50):
            head = Node(i, head)
        total = 0
        while head is not None:
            total += head.value
            head = head.next
