# Positions in text: cookies, relative seeks, what next() forbids.
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text")
for encoding in ("latin-1", "utf-16", "utf-8-sig", "utf-8"):
    with open(path, "w", encoding=encoding, newline="") as stream:
        stream.write("héllo\nwörld\r\nend")
    with open(path, encoding=encoding) as stream:
        first = stream.read(3)
        place = stream.tell()
        rest = stream.read()
        stream.seek(place)
        print(encoding, repr(first), repr(rest), stream.read() == rest, stream.newlines)
        stream.seek(0)
        print([line for line in stream])
with open(path, "r+", encoding="utf-8") as stream:
    for action in (lambda: stream.seek(1, 1), lambda: stream.seek(-1, 2), lambda: stream.seek(-1), lambda: stream.seek(0, 7)):
        try:
            action()
        except (OSError, ValueError) as error:
            print(type(error).__name__, error)
    next(stream)
    try:
        stream.tell()
    except OSError as error:
        print(error)
    stream.seek(0, 2)
    stream.write("!")
    stream.seek(0)
    print(len(stream.read()))
    stream.truncate(4)
    stream.seek(0)
    print(repr(stream.read()))
with open(path, "w+b", buffering=4) as stream:
    print(stream.write(b"abcdefgh"), stream.tell(), stream.seek(2), stream.read(2), stream.write(b"XY"), stream.tell())
    stream.seek(0)
    print(stream.read(), stream.peek())
pair = io.BufferedRWPair(io.BytesIO(b"in\n"), io.BytesIO())
print(pair.readline(), pair.write(b"out"), pair.readable(), pair.writable())
try:
    io.BufferedReader(io.BytesIO(b"")).write(b"")
except io.UnsupportedOperation as error:
    print(error)
for arguments in (("x", "rw"), ("x", "rbt"), ("x", "q"), ("x", "b"), ("x", "rb", 0, "utf-8"), ("x", "r", 0)):
    try:
        open(os.path.join(folder, "none"), *arguments[1:])
    except (OSError, ValueError) as error:
        print(type(error).__name__, str(error).replace(folder, ""))
text = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="backslashreplace", write_through=True)
text.write("é\n")
print(text.buffer.getvalue(), type(text.detach()).__name__)
try:
    text.read()
except ValueError as error:
    print(error)
os.remove(path)
os.rmdir(folder)
