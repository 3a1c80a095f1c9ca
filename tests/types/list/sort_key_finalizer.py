class Key:
    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value < other.value

    def __del__(self):
        data[:] = range(20)


data = list(range(10))
data.sort(key=Key)  # raises: ValueError: list modified during sort
