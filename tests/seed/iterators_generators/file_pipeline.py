"""The generator of the question: a big file a line at a time, with proof that nothing is read ahead."""
import os
import tempfile

events = []


class Lines:
    """Stands in for a file and says what happens to it."""

    def __init__(self, path, n): self.path, self.n, self.i = path, n, 0
    def __enter__(self): events.append(f"open {self.path}"); return self
    def __exit__(self, *exc): events.append(f"close {self.path} {exc[0].__name__ if exc[0] else None}")
    def __iter__(self): return self
    def __next__(self):
        if self.i == self.n:
            raise StopIteration
        self.i += 1
        events.append(f"read {self.i}")
        return f"  line {self.i}  \n"


def read_lines(path, n=1_000_000):
    with Lines(path, n) as f:
        for line in f:
            yield line.strip()


def grep(lines, text):
    return (line for line in lines if text in line)


def take(n, it):
    for _, x in zip(range(n), it):
        yield x


source = read_lines("big.txt")
print("created", events)
wanted = take(2, grep(source, "2"))
print("piped", events)
print(next(wanted), events)
print(next(wanted), len(events))
print(next(wanted, "done"), len(events), events[-1])
source.close()
print(events[-1])
events.clear()
for line in read_lines("small.txt", 2):
    print(line)
print(events)
events.clear()
for line in read_lines("left.txt"):
    break
print(events)
events.clear()
try:
    for line in read_lines("err.txt"):
        raise ValueError("in the loop body, not in the generator")
except ValueError:
    print(events)
events.clear()
g = read_lines("thrown.txt")
next(g)
try:
    g.throw(KeyError("into the generator"))
except KeyError as e:
    print(e, events)

folder = tempfile.mkdtemp()
path = os.path.join(folder, "real.txt")
with open(path, "w") as f:
    f.writelines(f"row {i}\n" for i in range(5))


def read_large_file(path):
    with open(path, "r") as f:
        for line in f:
            yield line.strip()


print(sum(1 for _ in read_large_file(path)), list(read_large_file(path))[-1])
g = read_large_file(os.path.join(folder, "missing"))
print("not opened yet")
try:
    next(g)
except FileNotFoundError as e:
    print(type(e).__name__, e.errno)
os.remove(path)
os.rmdir(folder)
