# Streams written in Python: what the abstract classes do with a few methods, and errors on the way.
import io


class Drip(io.RawIOBase):
    def __init__(self, data):
        self.data = data

    def readable(self):
        return True

    def readinto(self, buffer):
        size = min(3, len(buffer))
        part, self.data = self.data[:size], self.data[size:]
        buffer[: len(part)] = part
        return len(part)


print(Drip(b"abcdefg").read(5), Drip(b"abcdefg").readall(), Drip(b"ab\ncd\n").readlines())
buffered = io.BufferedReader(Drip(b"one\ntwo\nthree"), 4)
print(buffered.peek()[:1], buffered.readline(), buffered.read1(10), buffered.read())
print(io.TextIOWrapper(io.BufferedReader(Drip("é\nü".encode())), encoding="utf-8").read())


class Full(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        raise OSError("full")


stream = io.BufferedWriter(Full(), 4)
print(stream.write(b"abc"))
for action in (lambda: stream.write(b"defgh"), stream.flush, stream.close):
    try:
        action()
    except OSError as error:
        print(error)
print(stream.closed, stream.raw.closed)


class Slow(io.RawIOBase):
    taken = b""

    def writable(self):
        return True

    def write(self, data):
        if len(self.taken) > 5:
            return None
        self.taken += bytes(data[:4])
        return min(len(data), 4)


stream = io.BufferedWriter(Slow(), 8)
try:
    stream.write(b"0123456789abcdefghijklmnop")
except BlockingIOError as error:
    print(error, error.characters_written)
Slow.write = lambda self, data: len(data)


class Reentrant(io.RawIOBase):
    def readable(self):
        return True

    def readinto(self, buffer):
        return outer.read(1) and 1


outer = io.BufferedReader(Reentrant())
try:
    outer.read(1)
except RuntimeError as error:
    print(str(error).split(" <")[0])
for name in ("fileno", "seek", "truncate"):
    try:
        getattr(io.IOBase(), name)(0) if name == "seek" else getattr(io.IOBase(), name)()
    except io.UnsupportedOperation as error:
        print(name, error)
with io.IOBase() as stream:
    print(stream.closed, stream.isatty(), stream.readable())
try:
    stream.flush()
except ValueError as error:
    print(error)
print(io.UnsupportedOperation.__mro__[1:3], issubclass(io.FileIO, io.RawIOBase), isinstance(io.StringIO(), io.TextIOBase))
