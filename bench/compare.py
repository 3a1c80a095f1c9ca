#!/usr/bin/env python3
"""Times the same programs under two or more commands, which take turns, and prints the ratios.

    bench/compare.py --a OLD --b NEW                                  five programs that show most changes
    bench/compare.py --a python3.14 --b target/release/taipan richards deltablue
    bench/compare.py --a python3.14 --b target/release/taipan --also pypy3 --suite set
    bench/compare.py --a OLD --b NEW --suite micro call_method fstrings

Needs CPython 3.11 or later for itself. Programs that are not ours come from pyperformance and are downloaded once into target/bench;
--benchmarks names a folder of bm_* programs to use instead. A ratio above 1 is better than A: faster, or smaller. bench/README.md says
how the numbers are taken. `cargo xtask bench` is the same with the interpreters found and Taipan built.
"""

import argparse
import sys
from pathlib import Path

import memory
from harness import chart, programs, report, run, scale

SUITES = ("standard", "set", "micro", "scale", "memory")
DOCS = Path(__file__).resolve().parent.parent / "docs"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--a", help="the command to compare with, such as python3.14")
    parser.add_argument("--b", help="the command of interest")
    parser.add_argument("--also", action="append", default=[], metavar="COMMAND", help="one more, compared with A too")
    parser.add_argument("--suite", choices=SUITES, default="standard")
    parser.add_argument("--rounds", type=int, default=3, help="processes for each program and command")
    parser.add_argument("--warmup", type=float, default=4, help="seconds of warm-up in each process")
    parser.add_argument("--values", type=int, default=9, help="values after the warm-up, of 0.1 s each")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one process")
    parser.add_argument("--benchmarks", help="a folder of pyperformance programs")
    parser.add_argument("--json", metavar="FILE", help="write all numbers there")
    parser.add_argument("--svg", metavar="FILE", help="draw the warm ratios there")
    parser.add_argument("--docs", action="store_true", help="rewrite the suite's table in docs/performance.md, and the chart")
    parser.add_argument("--from", dest="written", metavar="FILE", help="measure nothing: show a JSON file of an earlier run again")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="only these programs")
    parser.add_argument("names", nargs="*", help="the same as --only")
    options = parser.parse_args()
    if not options.written and not (options.a and options.b):
        parser.error("--a and --b say what is compared")
    options.names = [name for text in options.names + options.only for name in text.split(",")]
    return options


def main():
    options = arguments()
    if options.written:
        return shown_again(options)
    commands = run.identify([options.a, options.b, *options.also])
    other = {"scale": scale.main, "memory": memory.compare}.get(options.suite)
    if other:
        text = other(commands, options, run.Progress())
        if options.docs:
            report.into_docs(DOCS / "performance.md", options.suite, text)
    else:
        times(commands, options)


def times(commands, options):
    """The suites of timed programs: a table as it grows, a summary, and the files that were asked for."""
    chosen = programs.chosen(options.suite, options.names, options.benchmarks)
    path = programs.search_path(options.suite)
    progress = run.Progress()
    print(report.heading(commands), flush=True)
    rows = []
    for number, (program, words) in enumerate(chosen.items(), 1):
        found = run.program_rows(program, words, commands, options, path, lambda text: progress.say(f"{number} of {len(chosen)}: {text}"))
        progress.clear()
        for row in found:
            print(report.line(row, commands), flush=True)
        rows += found
        if options.json:
            # After each program, so that a run that is stopped leaves what it has.
            Path(options.json).write_text(report.as_json(rows, commands, options))
    end(rows, commands, options)


def shown_again(options):
    """The table and the files of an earlier run."""
    rows, commands = report.from_json(Path(options.written).read_text(), options)
    print(report.heading(commands))
    for row in rows:
        print(report.line(row, commands))
    end(rows, commands, options)


def end(rows, commands, options):
    print(report.summary(rows, commands))
    base, command, *others = [command.name for command in commands]
    picture = chart.draw(rows, base, command, others[0] if others else None)
    if options.svg:
        Path(options.svg).write_text(picture)
    if options.docs:
        report.into_docs(DOCS / "performance.md", options.suite, report.markdown(rows, commands, options))
        if options.suite == "set":
            (DOCS / "performance.svg").write_text(picture)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nstopped")
