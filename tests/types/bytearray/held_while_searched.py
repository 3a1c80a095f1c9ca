class Evil:
    def __init__(self, array):
        self.array = array

    def __buffer__(self, flags):
        self.array.clear()
        return memoryview(b"A")

    def __index__(self):
        self.array.clear()
        return 65


class Separator(bytes):
    def __len__(self):
        array.clear()
        return 1


class Shown:
    def __repr__(self):
        array.clear()
        return "shown"


def pieces():
    array.clear()
    yield b"A"


def attempt(function):
    global array
    array = bytearray(b"A%a")
    try:
        print(function(array))
    except BufferError as error:
        print(error)


attempt(lambda array: array.find(Evil(array)))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.count(Evil(array)))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.rindex(Evil(array)))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: Evil(array) in array)  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.split(Evil(array)))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.rsplit(Evil(array)))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.join(pieces()))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.hex(Separator(b":")))  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array % Shown())  # expect: Existing exports of data: object cannot be re-sized
attempt(lambda array: array.extend(Evil(array)))  # expect: None
print(array)  # expect: bytearray(b'A')
