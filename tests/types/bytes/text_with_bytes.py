class Text(str):
    def __bytes__(self):
        return b"own"


print(bytes(Text("text")), bytes(Text("text"), "ascii"))  # expect: b'own' b'text'


class Item:
    def __buffer__(self, flags):
        items.clear()
        return memoryview(b"x")


items = [b"a", Item(), b"c"]
try:
    b"".join(items)
except RuntimeError as error:
    print(error)  # expect: sequence changed size during iteration
bytes("text")  # raises: TypeError: string argument without an encoding
