"""Bytes an object takes, in this interpreter and in others: `python3 bench/memory.py INTERPRETER ...` prints a table.

Each kind is made a million times in a process of its own, and the growth of the process's resident memory is divided by the number.
The list that keeps the objects is made before, so its 8 bytes an object do not count, but where the kind says so.
"""

import subprocess
import sys

from harness import run

COUNT = 1_000_000

# The name, what is prepared, and the expression that makes one object out of the number i.
KINDS = [
    ("instance, two attributes", "class P:\n def __init__(self, x, y): self.x = x; self.y = y", "P(None, True)"),
    ("instance, two slots", "class P:\n __slots__ = ('x', 'y')\n def __init__(self, x, y): self.x = x; self.y = y", "P(None, True)"),
    ("dataclass, two fields", "import dataclasses\n@dataclasses.dataclass\nclass P:\n x: object\n y: object", "P(None, True)"),
    ("tuple of two", "", "(i, None)[:2] if i < 0 else (None, i)"),
    ("list of three", "", "[None, None, None]"),
    ("empty list", "", "[]"),
    ("dict of three", "", "{'a': None, 'b': None, 'c': None}"),
    ("empty dict", "", "{}"),
    ("set of three", "", "{None, True, False}"),
    ("float in a list, with its place", "", "i + 0.5"),
    ("int in a list, with its place", "", "i + 1_000_000"),
    ("8-character string", "", "'%08d' % i"),
    ("closure of one variable", "def make(x):\n def inner(): return x\n return inner", "make(None)"),
    ("bound method", "class C:\n def method(self): pass\nc = C()", "c.method"),
    ("suspended generator", "def make():\n yield 1\n yield 2", "begun(make())"),
    ("exception", "", "ValueError(None)"),
]

PROGRAM = """
import gc
# The collectors' own passing needs are not the objects'.
gc.disable()
def resident():
    with open('/proc/self/statm') as file:
        return int(file.read().split()[1]) * 4096
def begun(generator):
    next(generator)
    return generator
{prepare}
def fill(kept, first, count):
    for i in range(first, first + count):
        kept[i] = {make}
count = {count}
kept = [None] * (count + 1000) if not {place} else []
if {place}:
    before = resident()
    kept = [{make} for i in range(count)]
else:
    # The list's pages are touched, and what the first objects need is there.
    for i in range(len(kept)):
        kept[i] = True
    fill(kept, count, 1000)
    before = resident()
    fill(kept, 0, count)
print((resident() - before) / count)
"""


def measure(words, prepare, make, place):
    """Bytes of one object, or None when the program does not run."""
    program = PROGRAM.format(prepare=prepare, make=make, count=COUNT, place=place)
    done = subprocess.run([*words, "-c", program], capture_output=True, text=True)
    return float(done.stdout) if done.returncode == 0 else None


def compare(commands, options, progress):
    """The table under some commands: printed as it grows, and given back for the documentation."""
    width = max(len(name) for name, *_ in KINDS)
    print(" " * width, *(f"{command.name:>14}" for command in commands))
    lines = [f"| object | {' | '.join(command.name for command in commands)} |", f"| --- |{' ---: |' * len(commands)}"]
    for name, prepare, make in KINDS:
        progress.say(name)
        sizes = [measure(command.words, prepare, make, "its place" in name) for command in commands]
        progress.clear()
        cells = ["fails" if size is None else format(size, ".1f") for size in sizes]
        print(f"{name:{width}}", *(f"{cell:>14}" for cell in cells), flush=True)
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    compare(run.identify(sys.argv[1:] or [sys.executable]), None, run.Progress())
