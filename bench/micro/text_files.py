import os
import tempfile


def bench(loops):
    folder = tempfile.mkdtemp()
    path = os.path.join(folder, "file.txt")
    for _ in range(loops):
        with open(path, "w") as f:
            for i in range(100):
                f.write("line of text\n")
        with open(path) as f:
            for line in f:
                line.strip()
    os.remove(path)
    os.rmdir(folder)
