class Inner:
    length = 1
class Outer:
    def __init__(self):
        self.inner = Inner()
Outer().length
