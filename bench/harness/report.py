"""What the numbers say: the table on the terminal, the JSON file, and the tables of docs/performance.md.

Ratios are to the first command, and above 1 is better than it: in time and in memory alike.
"""

import json
import math
import os
import platform
import statistics
import time
from pathlib import Path

from .run import KINDS, Command, Row

# Less than this much below 1 is not a loss that one run can show.
LOSS = 1.0


def seconds(value):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def mebibytes(value):
    return f"{value / 2**20:.1f} MiB"


def times(ratio):
    return "-" if ratio is None else f"{ratio:.2f}x"


def heading(commands):
    """The first lines of the table."""
    base = commands[0].name
    lines = [f"{command.name}: {' '.join(command.words)}  ({command.version})" for command in commands]
    cells = [f"{'program':28} {base:>10}"]
    for command in commands[1:]:
        cells.append(f"{command.name:>10} {'warm':>7} {'cold':>7} {'memory':>7}")
    return "\n".join([*lines, "", "  ".join(cells) + "   spread"])


def line(row, commands):
    """One row of the table: warm times, then how many times better than the first command warm, cold and in memory."""
    base = commands[0].name
    shown = {name: seconds(numbers["warm"]) for name, numbers in row.numbers.items()}
    cells = [f"{row.name:28} {shown.get(base, 'fails'):>10}"]
    for command in commands[1:]:
        ratios = " ".join(f"{times(row.ratio(kind, base, command.name)):>7}" for kind in ("warm", "cold", "memory"))
        cells.append(f"{shown.get(command.name, 'fails'):>10} {ratios}")
    text = "  ".join(cells) + f" {row.spread:6.0f} %"
    for name, failure in row.failures.items():
        text += f"\n{'':28} {name}: {failure}"
    return text


def mean(ratios):
    return math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None


def row_means(rows, kind, base, command):
    """The geometric mean over rows, and over programs: a program of eleven rows then counts as one."""
    programs = {}
    for row in rows:
        ratio = row.ratio(kind, base, command)
        if ratio is not None:
            programs.setdefault(row.program, []).append(ratio)
    every = [ratio for ratios in programs.values() for ratio in ratios]
    return mean(every), mean([mean(ratios) for ratios in programs.values()]), len(every), len(programs)


def summary(rows, commands):
    """The last lines: geometric means, and the rows that are slower than the first command."""
    base = commands[0].name
    lines = []
    for which, place in (("rows", 0), ("programs", 1)):
        cells = []
        for command in commands[1:]:
            found = {kind: row_means(rows, kind, base, command.name) for kind in KINDS}
            count = found["warm"][2 + place]
            ratios = " ".join(f"{times(found[kind][place]):>7}" for kind in ("warm", "cold", "memory"))
            cells.append(f"{f'({count})':>10} {ratios}")
        lines.append(f"{f'geometric mean of {which}':28} {'':10}" + "  ".join(["", *cells]))
    for command in commands[1:]:
        for kind in ("warm", "cold"):
            behind = losses(rows, kind, base, command.name)
            text = ", ".join(f"{name} {times(ratio)}" for ratio, name in behind) or "none"
            lines.append(f"{command.name} below 1.0x {kind}: {text}")
        failed = [row.name for row in rows if command.name in row.failures]
        if failed:
            lines.append(f"{command.name} fails: {', '.join(failed)}")
    return "\n".join(lines)


def losses(rows, kind, base, command):
    """Ratios below 1 with the names of their rows, the worst first."""
    ratios = [(row.ratio(kind, base, command), row.name) for row in rows]
    return sorted((ratio, name) for ratio, name in ratios if ratio is not None and ratio < LOSS)


def machine():
    """The processor and the system, for those who read the numbers elsewhere."""
    model = platform.processor()
    try:
        for entry in Path("/proc/cpuinfo").read_text().splitlines():
            if entry.startswith("model name"):
                model = entry.partition(":")[2].strip()
                break
    except OSError:
        pass
    return {"processor": model, "cores": os.cpu_count(), "system": f"{platform.system()} {platform.machine()}"}


def as_json(rows, commands, options):
    base = commands[0].name
    return json.dumps({
        "suite": options.suite,
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "options": {"rounds": options.rounds, "warmup": options.warmup, "values": options.values},
        "commands": [{"name": command.name, "version": command.version} for command in commands],
        "rows": [{
            "program": row.program, "name": row.name, "numbers": row.numbers, "failures": row.failures, "spread": row.spread,
            "ratios": {command.name: {kind: row.ratio(kind, base, command.name) for kind in KINDS} for command in commands[1:]},
        } for row in rows],
        "geometric_means": {
            command.name: {kind: dict(zip(("rows", "programs"), row_means(rows, kind, base, command.name))) for kind in KINDS}
            for command in commands[1:]},
    }, indent=1) + "\n"


def from_json(text, options):
    """Rows and commands of a JSON file; the options of its run take the place of this run's."""
    written = json.loads(text)
    options.suite = written["suite"]
    for name, value in written["options"].items():
        setattr(options, name, value)
    commands = [Command([], command["name"], command["version"]) for command in written["commands"]]
    rows = [Row(row["program"], row["name"], row["numbers"], row["failures"], row["spread"]) for row in written["rows"]]
    options.date, options.machine = written["date"], written["machine"]
    return rows, commands


def how(commands, options, values=True):
    """One line above a table of the documentation: what was measured where."""
    its = getattr(options, "machine", None) or machine()
    date = getattr(options, "date", None) or time.strftime("%Y-%m-%d")
    versions = "; ".join(f"{command.name} {command.version.split(' [')[0]}" if command.name != "PyPy" else f"PyPy, Python {command.version.split()[0]}"
                         for command in commands)
    taken = f"; {options.rounds} rounds, {options.warmup:g} s of warm-up, {options.values} values" if values else ""
    return f"Measured on {date}: {its['processor']}, {its['cores']} cores, {its['system']}{taken}. {versions}."


def markdown(rows, commands, options):
    """The table for docs/performance.md."""
    base = commands[0].name
    others = [command.name for command in commands[1:]]
    titles = ["program", f"{base} warm", *(f"{name} {what}" for name in others for what in ("warm", "cold", "memory"))]
    lines = [how(commands, options), "", f"| {' | '.join(titles)} |", f"| --- |{' ---: |' * (len(titles) - 1)}"]
    for row in rows:
        cells = [row.name, seconds(row.numbers[base]["warm"]) if base in row.numbers else "fails"]
        for name in others:
            cells += ["fails" if name in row.failures else times(row.ratio(kind, base, name)) for kind in ("warm", "cold", "memory")]
        lines.append(f"| {' | '.join(cells)} |")
    for place, which in ((0, "rows"), (1, "programs")):
        if place == 1 and len({row.program for row in rows}) == len(rows):
            break
        found = {name: {kind: row_means(rows, kind, base, name) for kind in KINDS} for name in others}
        count = max(found[name]["warm"][2 + place] for name in others)
        cells = [f"**geometric mean of {count} {which}**", "", *(f"**{times(found[name][kind][place])}**" for name in others for kind in ("warm", "cold", "memory"))]
        lines.append(f"| {' | '.join(cells)} |")
    for name in others[:1]:
        behind = ", ".join(f"{row} {times(ratio)}" for ratio, row in losses(rows, "warm", base, name)) or "none"
        lines += ["", f"{name} below 1.0x, warm: {behind}."]
    return "\n".join(lines)


def into_docs(path, part, text):
    """Puts a table between the marks of its part: `<!-- bench: PART -->` and `<!-- end: PART -->`."""
    begin, end = f"<!-- bench: {part} -->", f"<!-- end: {part} -->"
    whole = Path(path).read_text()
    head, found, rest = whole.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise SystemExit(f"{path} has no place for the table of {part}: {begin} ... {end}")
    Path(path).write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}")
