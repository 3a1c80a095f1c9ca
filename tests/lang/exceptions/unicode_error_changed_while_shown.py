class Evil(str):
    def __str__(self):
        del error.object
        return self


error = UnicodeDecodeError("utf-8", b"x", 0, 1, Evil("reason"))
try:
    str(error)
except TypeError as other:
    print(other)  # expect: UnicodeError 'object' attribute is not set
error = UnicodeDecodeError("utf-8", b"x", 0, 1, "reason")
error.object = "x"
str(error)  # raises: TypeError: UnicodeError 'object' attribute must be a bytes
