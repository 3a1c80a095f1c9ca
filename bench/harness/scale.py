"""The suite that grows: what one item costs at n, 10 n and 100 n, and the peak of memory at the largest, in one table.

An interpreter whose cost of an item grows more than the first command's is named at the end: that is an algorithm, not a constant.
"""

import json
import sys
from pathlib import Path

from . import report, run

BENCH = Path(__file__).resolve().parent.parent
# Growth this much worse than the first command's is more than noise and caches.
WORSE = 1.5


def operations(names):
    sys.path.insert(0, str(BENCH))
    import scale
    unknown = set(names) - set(scale.OPERATIONS)
    if unknown:
        sys.exit(f"no such operation: {', '.join(sorted(unknown))}")
    return {name: (item, sizes) for name, (item, sizes, _) in scale.OPERATIONS.items() if not names or name in names}


class Growth:
    """One operation: for each command the cost of an item at each size, the peak of memory, and why it failed."""

    def __init__(self, name, item, sizes):
        self.name, self.item, self.sizes = name, item, sizes
        self.costs, self.peaks, self.failures = {}, {}, {}

    def measure(self, commands, options, say):
        for size in self.sizes:
            for command in commands:
                if command.name in self.failures:
                    continue
                best = None
                for turn in range(options.rounds):
                    say(f"{self.name} of {size:,}, {command.name}")
                    found, peak, failure = run.process(command, [str(BENCH / "scale.py"), self.name, str(size)], options, [])
                    if failure:
                        self.failures[command.name] = f"at {size:,}: {failure}"
                        break
                    cost = float(found[0][1])
                    best = cost if best is None else min(best, cost)
                    self.peaks[command.name] = peak
                else:
                    self.costs.setdefault(command.name, []).append(best)

    def growth(self, name):
        costs = self.costs.get(name, [])
        return costs[-1] / costs[0] if len(costs) == len(self.sizes) else None

    def ratio(self, base, name):
        """Times as fast, and times less memory, at the largest size."""
        if self.growth(base) is None or self.growth(name) is None:
            return None, None
        return self.costs[base][-1] / self.costs[name][-1], self.peaks[base] / self.peaks[name]

    def cells(self, commands):
        base = commands[0].name
        cells = [self.name, f"{self.item} of {self.sizes[-1]:,}"]
        for command in commands:
            costs = [report.seconds(cost) for cost in self.costs.get(command.name, [])]
            cells.append(", ".join(costs + ["fails"] * (command.name in self.failures)))
            if command.name != base:
                time, memory = self.ratio(base, command.name)
                cells += [report.times(time), report.times(memory)]
        return cells


def titles(commands):
    cells = ["operation", "item, of the largest"]
    for command in commands:
        cells.append(f"{command.name} at n, 10 n, 100 n")
        if command is not commands[0]:
            cells += [f"{command.name} time", "memory"]
    return cells


def findings(rows, commands):
    """What the table shows to the bad: failures, worse growth, and what is slower or larger at the largest size."""
    base = commands[0].name
    lines = []
    for command in commands[1:]:
        name = command.name
        worse = [f"{row.name} {row.growth(name):.1f}x where {base} has {row.growth(base):.1f}x" for row in rows
                 if row.growth(name) and row.growth(base) and row.growth(name) > max(row.growth(base), 1) * WORSE]
        lines.append(f"{name}, an item that costs more as the work grows: {'; '.join(worse) or 'none'}.")
        for place, what in ((0, "slower"), (1, "larger")):
            behind = sorted((ratio, row.name) for row in rows if (ratio := row.ratio(base, name)[place]) is not None and ratio < report.LOSS)
            lines.append(f"{name}, {what} at the largest: {', '.join(f'{row} {report.times(ratio)}' for ratio, row in behind) or 'none'}.")
        lines += [f"{name} fails: {row.name} {row.failures[name]}." for row in rows if name in row.failures]
    return lines


def markdown(rows, commands, options):
    head = titles(commands)
    lines = [report.how(commands, options, values=False), "", f"| {' | '.join(head)} |", f"| --- | --- |{' ---: |' * (len(head) - 2)}"]
    lines += [f"| {' | '.join(row.cells(commands))} |" for row in rows]
    for finding in findings(rows, commands):
        lines += ["", finding]
    return "\n".join(lines)


def main(commands, options, progress):
    widths = [24, 24] + [30 if " at n" in title else 12 for title in titles(commands)[2:]]

    def show(cells):
        print(" ".join(f"{cell:{width}}" for cell, width in zip(cells, widths)).rstrip(), flush=True)
    show(titles(commands))
    rows = []
    for name, (item, sizes) in operations(options.names).items():
        row = Growth(name, item, sizes)
        row.measure(commands, options, progress.say)
        progress.clear()
        show(row.cells(commands))
        rows.append(row)
        if options.json:
            Path(options.json).write_text(json.dumps({
                "suite": "scale", "machine": report.machine(),
                "commands": [{"name": command.name, "version": command.version} for command in commands],
                "rows": [{"name": row.name, "item": row.item, "sizes": row.sizes, "costs": row.costs, "peaks": row.peaks, "failures": row.failures}
                         for row in rows],
            }, indent=1) + "\n")
    print(*findings(rows, commands), sep="\n")
    return markdown(rows, commands, options)
