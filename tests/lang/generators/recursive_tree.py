class Node:
    def __init__(self, v, left=None, right=None):
        self.v, self.left, self.right = v, left, right
    def __iter__(self):
        if self.left: yield from self.left
        yield self.v
        if self.right: yield from self.right
t = Node(4, Node(2, Node(1), Node(3)), Node(6, Node(5)))
print(list(t))  # expect: [1, 2, 3, 4, 5, 6]
def perms(xs):
    if not xs:
        yield []
    for i, x in enumerate(xs):
        for p in perms(xs[:i] + xs[i + 1:]):
            yield [x] + p
print(list(perms([1, 2, 3])))  # expect: [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
