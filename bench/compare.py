#!/usr/bin/env python3
"""Times the same programs under two commands, alternating, and prints the ratios.

    bench/compare.py --a python3.14 --b target/release/taipan                    the standard programs
    bench/compare.py --a OLD --b NEW --suite micro calls attributes              some of the micro programs
    bench/compare.py --a python3.14 --b target/release/taipan richards deltablue any program of pyperformance

Needs CPython 3.11 or later for itself. The standard programs come from the package pyperformance, which is downloaded
once into target/bench and never committed; --benchmarks names a folder of bm_* programs to use instead.

Each program runs --rounds times under A and B in turn, so that a noisy minute hurts both. "Cold" is the first call in
a new process; "warm" is the median after the warm-up. A ratio above 1 means that B is that many times faster.
"""

import argparse
import math
import os
import shlex
import statistics
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIM = ROOT / "bench" / "shim"
MICRO = ROOT / "bench" / "micro"
STORE = ROOT / "target" / "bench"
PACKAGE = "pyperformance==1.14.0"
STANDARD = {
    "richards": ("bm_richards", []),
    "nbody": ("bm_nbody", []),
    "generators": ("bm_generators", []),
    "pickle_pure_python": ("bm_pickle", ["--pure-python", "pickle"]),
    "unpickle_pure_python": ("bm_pickle", ["--pure-python", "unpickle"]),
}


def fetch_benchmarks():
    """The folder of pyperformance's programs, downloaded on first use."""
    folder = STORE / "pyperformance" / "data-files" / "benchmarks"
    if not folder.is_dir():
        STORE.mkdir(parents=True, exist_ok=True)
        print(f"downloading {PACKAGE} into {STORE}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", STORE, PACKAGE], check=True)
        wheel = next(STORE.glob("pyperformance-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(STORE, [name for name in archive.namelist() if "/data-files/benchmarks/" in name])
    return folder


def programs(options):
    """The chosen programs: name and arguments for the interpreter."""
    chosen = {}
    if options.suite == "micro":
        for path in sorted(MICRO.glob("*.py")):
            if not options.names or path.stem in options.names:
                chosen[path.stem] = [str(SHIM / "run_micro.py"), str(path)]
        missing = set(options.names) - set(chosen)
        if missing:
            sys.exit(f"no such micro program: {', '.join(sorted(missing))}")
        return chosen
    folder = Path(options.benchmarks) if options.benchmarks else fetch_benchmarks()
    for name in options.names or STANDARD:
        program, arguments = STANDARD.get(name, (f"bm_{name}", []))
        path = folder / program / "run_benchmark.py"
        if not path.is_file():
            sys.exit(f"no such program: {path}")
        chosen[name] = [str(path), *arguments]
    return chosen


def run(command, arguments, options):
    """One process: the numbers it printed, or the reason why there are none."""
    environment = dict(os.environ, PYTHONPATH=str(SHIM), PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1",
                       BENCH_WARMUP=str(options.warmup), BENCH_VALUES=str(options.values))
    try:
        done = subprocess.run([*shlex.split(command), *arguments], env=environment, capture_output=True, text=True, timeout=options.timeout)
    except subprocess.TimeoutExpired:
        return f"more than {options.timeout} s"
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith("@bench "):
            _, name, *pairs = line.split()
            found[name] = {key: float(value) for key, value in zip(pairs[::2], pairs[1::2])}
    if found:
        return found
    last = (done.stderr.strip() or done.stdout.strip() or "nothing printed").splitlines()[-1]
    return f"exit {done.returncode}: {last[:90]}"


def seconds(value):
    for unit, scale in (("s", 1), ("ms", 1e-3), ("us", 1e-6)):
        if value >= scale:
            return f"{value / scale:.3g} {unit}"
    return f"{value / 1e-9:.3g} ns"


def spread(values):
    """How far the rounds are apart, in percent of their median."""
    return (max(values) - min(values)) / statistics.median(values) * 100


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--a", required=True, help="the command to compare with, such as python3.14")
    parser.add_argument("--b", required=True, help="the command of interest")
    parser.add_argument("--suite", choices=("standard", "micro"), default="standard")
    parser.add_argument("--rounds", type=int, default=3, help="processes for each program and command")
    parser.add_argument("--warmup", type=float, default=4, help="seconds of warm-up in each process")
    parser.add_argument("--values", type=int, default=9, help="values after the warm-up, of 0.1 s each")
    parser.add_argument("--timeout", type=float, default=300, help="seconds for one process")
    parser.add_argument("--benchmarks", help="a folder of pyperformance programs")
    parser.add_argument("names", nargs="*", help="only these programs")
    options = parser.parse_args()

    print(f"A: {options.a}\nB: {options.b}\n")
    print(f"{'program':26} {'A cold':>10} {'B cold':>10} {'A/B':>7}   {'A warm':>10} {'B warm':>10} {'A/B':>7} {'spread':>8}")
    ratios = {"cold": [], "warm": []}
    for label, arguments in programs(options).items():
        results = {"a": {}, "b": {}}
        failure = None
        for _ in range(options.rounds):
            for side, command in (("a", options.a), ("b", options.b)):
                outcome = run(command, arguments, options)
                if isinstance(outcome, str):
                    failure = f"{side.upper()}: {outcome}"
                    break
                for name, numbers in outcome.items():
                    results[side].setdefault(name, []).append(numbers)
            if failure:
                break
        if failure:
            print(f"{label:26} {failure}", flush=True)
            continue
        for name in results["a"]:
            if name not in results["b"]:
                continue
            middle = {(side, kind): statistics.median(n[kind] for n in results[side][name]) for side in "ab" for kind in ("cold", "warm")}
            row = []
            for kind in ("cold", "warm"):
                ratio = middle["a", kind] / middle["b", kind]
                ratios[kind].append(ratio)
                row += [f"{seconds(middle['a', kind]):>10} {seconds(middle['b', kind]):>10} {ratio:6.2f}x"]
            wide = max(spread([n["warm"] for n in results[side][name]]) for side in "ab")
            print(f"{name:26} {row[0]}   {row[1]} {wide:6.0f} %", flush=True)
    if ratios["warm"]:
        cold, warm = (math.exp(statistics.fmean(map(math.log, ratios[kind]))) for kind in ("cold", "warm"))
        print(f"{'geometric mean':26} {'':21} {cold:6.2f}x   {'':21} {warm:6.2f}x")


if __name__ == "__main__":
    main()
