class A:
    def __init__(self):
        self._size = 1
A().size
