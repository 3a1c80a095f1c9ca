"""One measured process, and the rounds in which interpreters take turns.

The peak of memory is what the kernel says of a child that ended (wait4): launch.py, which starts it, says why not of a child of this process.
"""

import os
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]

KINDS = ("cold", "warm", "memory")


@dataclass
class Command:
    """An interpreter under measurement."""
    words: list
    name: str
    version: str


@dataclass
class Row:
    """One benchmark of one program: for each command its numbers, or why there are none."""
    program: str
    name: str
    numbers: dict = field(default_factory=dict)
    failures: dict = field(default_factory=dict)
    spread: float = 0.0

    def ratio(self, kind, base, command):
        """How many times better than `base`: None when one of them has no number."""
        one, other = (self.numbers.get(which, {}).get(kind) for which in (base, command))
        return one / other if one and other else None


def identify(texts):
    """The commands with names that tell them apart."""
    commands = []
    ask = "import sys; print(sys.implementation.name, *sys.version.split()[:1]); print(sys.version)"
    names = {"cpython": "CPython", "pypy": "PyPy", "taipan": "Taipan"}
    for text in texts:
        words = shlex.split(text)
        try:
            done = subprocess.run([*words, "-c", ask], capture_output=True, text=True, timeout=60)
        except OSError as error:
            sys.exit(f"cannot run {text}: {error.strerror}")
        if done.returncode:
            sys.exit(f"cannot run {text}: {done.stderr.strip()}")
        first, _, version = done.stdout.partition("\n")
        name = names.get(first.split()[0], first.split()[0])
        commands.append(Command(words, name, " ".join(version.split())))
    names = [command.name for command in commands]
    for number, command in enumerate(commands):
        if names.count(command.name) > 1:
            command.name = f"{command.name}-{chr(ord('A') + number)}"
    return commands


def process(command, arguments, options, path, lines="@bench"):
    """Runs one process: what it printed on its marked lines, its peak of memory in bytes, and why it failed, if it did."""
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(map(str, path)), PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1",
                       BENCH_WARMUP=str(options.warmup), BENCH_VALUES=str(options.values))
    ending, writer = os.pipe()
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+", errors="replace") as errors, os.fdopen(ending) as ending:
        child = subprocess.Popen([*LAUNCH, str(writer), *command.words, *arguments], env=environment, stdin=subprocess.DEVNULL,
                                 stdout=output, stderr=errors, pass_fds=[writer], start_new_session=True)
        os.close(writer)
        late = False
        try:
            child.wait(options.timeout)
        except subprocess.TimeoutExpired:
            late = True
        finally:
            # With all that it started, also when this run is interrupted.
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        code, peak = map(int, (ending.read() if not late else "").split() or (child.returncode, 0))
        output.seek(0)
        errors.seek(0)
        printed, complaint = output.read(), errors.read()
    # Kilobytes everywhere but on macOS.
    peak *= 1 if sys.platform == "darwin" else 1024
    found = [line.split()[1:] for line in printed.splitlines() if line.startswith(lines + " ")]
    failure = None
    if late:
        failure = f"more than {options.timeout:g} s"
    elif code:
        failure = f"exit {code}: {(complaint.strip() or printed.strip() or 'nothing printed').splitlines()[-1][:90]}"
    elif not found:
        failure = "printed no numbers"
    return found, peak, failure


def measure(command, arguments, options, path):
    """One process of a benchmark program: the numbers of each of its benchmarks, and why it failed."""
    found, peak, failure = process(command, arguments, options, path)
    numbers = {}
    for name, *pairs in found:
        numbers[name] = {key: float(value) for key, value in zip(pairs[::2], pairs[1::2])}
        if peak:
            numbers[name]["memory"] = peak
    return numbers, failure


class Progress:
    """Says on a terminal what is being measured; a file gets nothing but the rows."""

    def __init__(self):
        self.shown = sys.stderr.isatty()
        self.begun = time.monotonic()

    def say(self, text):
        if self.shown:
            minutes, seconds = divmod(int(time.monotonic() - self.begun), 60)
            print(f"\r\x1b[K[{minutes}:{seconds:02}] {text}", end="", file=sys.stderr, flush=True)

    def clear(self):
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def program_rows(program, arguments, commands, options, path, say):
    """The rows of one program: the commands take turns, `rounds` times."""
    taken = {command.name: {} for command in commands}
    failures = {}
    for turn in range(options.rounds):
        for command in commands:
            if command.name in failures:
                continue
            say(f"{program}, round {turn + 1} of {options.rounds}, {command.name}")
            numbers, failure = measure(command, arguments, options, path)
            for name, values in numbers.items():
                taken[command.name].setdefault(name, []).append(values)
            if failure:
                failures[command.name] = failure
    names = list(dict.fromkeys(name for numbers in taken.values() for name in numbers)) or [program]
    rows = []
    for name in names:
        # What a program calls its only benchmark may say nothing without the program's name.
        row = Row(program, name if len(names) > 1 else program)
        for command in commands:
            values = taken[command.name].get(name)
            if values:
                row.numbers[command.name] = {
                    kind: statistics.median(known) for kind in KINDS if (known := [value[kind] for value in values if kind in value])}
                warm = [value["warm"] for value in values]
                row.spread = max(row.spread, (max(warm) - min(warm)) / statistics.median(warm) * 100)
            else:
                row.failures[command.name] = failures.get(command.name, "has no such benchmark")
        rows.append(row)
    return rows
