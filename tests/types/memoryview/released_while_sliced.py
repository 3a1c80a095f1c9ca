class Index:
    def __index__(self):
        view.release()
        return 2


view = memoryview(bytearray(b"abcd"))
print(bytes(view[: Index()]))  # expect: b'ab'
print(memoryview(b"\0\2").cast("?") == memoryview(b"\0\4").cast("?"))  # expect: True
view = memoryview(bytearray(b"abcd"))
view[: Index()] = b"xy"  # raises: ValueError: operation forbidden on released memoryview object
