m = memoryview(b"abc")
m.release()
m[0]
