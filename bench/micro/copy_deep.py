from copy import copy, deepcopy


class Node:
    def __init__(self, value, children):
        self.value = value
        self.children = children


TREE = Node(1, [Node(2, []), Node(3, [Node('four', [])])])
DATA = {'list': [1, 2, 3], 'tuple': (1, (2, [3])), 'dict': {'a': {1, 2}, 'b': None}}


def bench(loops):
    for _ in range(loops):
        deepcopy(TREE); deepcopy(DATA); copy(TREE); copy(DATA)
