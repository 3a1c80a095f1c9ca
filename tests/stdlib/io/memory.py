# BytesIO and StringIO: what is written where, views, newline modes, pickling.
import io
import pickle

stream = io.BytesIO(b"abcdef")
print(stream.read(2), stream.tell(), stream.write(b"XYZ123"), stream.getvalue(), stream.seek(-2, 2), stream.read1())
stream.seek(12)
stream.write(b"!")
print(stream.getvalue())
view = stream.getbuffer()
view[0] = 65
for action in (lambda: stream.write(b"far"), lambda: stream.truncate(1), stream.close):
    try:
        action()
        print("allowed")
    except BufferError as error:
        print(error)
view.release()
stream.close()
try:
    stream.read()
except ValueError as error:
    print(error)
for newline in (None, "", "\n", "\r", "\r\n"):
    text = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), repr(text.getvalue()), list(text), text.newlines)
text = io.StringIO("tail")
text.seek(6)
text.write("é")
print(repr(text.getvalue()), text.seek(0), text.readline(2), text.truncate(3), repr(text.getvalue()))
for source in (io.StringIO("one\ntwo"), io.BytesIO(b"one\ntwo")):
    source.readline()
    copy = pickle.loads(pickle.dumps(source))
    print(copy.tell(), copy.read())
decoder = io.IncrementalNewlineDecoder(None, translate=True)
print([decoder.decode(part) for part in ("a\r", "\nb\r", "c")], decoder.decode("", final=True), decoder.newlines)
for wrong in (lambda: io.StringIO(3), lambda: io.StringIO(newline="x"), lambda: io.BytesIO("x"), lambda: text.seek(1, 1)):
    try:
        wrong()
    except (TypeError, ValueError, OSError) as error:
        print(type(error).__name__, error)
