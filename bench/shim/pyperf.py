"""Stands in for pyperf inside a measured program: the same Runner, none of its needs.

pyperf itself wants C modules and several processes. This one measures in the process it is in and prints one line that
the harness (bench/harness) reads: the first call (cold), then the median after a warm-up (warm). It imports little, so that a
young interpreter can run it.
"""

import sys
from time import perf_counter

try:
    from os import environ
except ImportError:
    environ = {}

# Seconds of warm-up, values taken after it, and the least time of one value: shorter ones measure the clock.
WARMUP = float(environ.get("BENCH_WARMUP", "4"))
VALUES = int(environ.get("BENCH_VALUES", "9"))
LEAST = float(environ.get("BENCH_LEAST", "0.1"))


def python_implementation():
    return sys.implementation.name


def median(values):
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def report(name, measure, inner_loops=1):
    """`measure(loops)` gives the seconds that so many loops take."""
    cold = measure(1)
    loops, took = 1, cold
    while took < LEAST and loops < 2**30:
        # Growing by at most ten keeps a slow first call from deciding too much.
        factor = LEAST / took * 1.1 if took > 0 else 10
        loops = max(loops + 1, int(loops * min(factor, 10)))
        took = measure(loops)
    end = perf_counter() + WARMUP
    while perf_counter() < end:
        took = measure(loops)
    if took < LEAST / 2:
        # The warm-up made the program much faster than the calibration saw.
        loops = max(loops, int(loops * LEAST / max(took, 1e-9)))
    values = [measure(loops) / loops for _ in range(VALUES)]
    print("@bench", name, "cold", repr(cold / inner_loops), "warm", repr(median(values) / inner_loops),
          "low", repr(min(values) / inner_loops), "high", repr(max(values) / inner_loops), "loops", loops, flush=True)


class Runner:
    def __init__(self, add_cmdline_args=None, **ignored):
        self.metadata = {}
        self.args = None
        self._parser = None

    @property
    def argparser(self):
        if self._parser is None:
            import argparse
            self._parser = argparse.ArgumentParser()
        return self._parser

    def parse_args(self, args=None):
        if self.args is None:
            self.args = self.argparser.parse_args(args)
        return self.args

    def bench_func(self, name, function, *args, inner_loops=None, metadata=None):
        def measure(loops):
            start = perf_counter()
            for _ in range(loops):
                function(*args)
            return perf_counter() - start
        report(name, measure, inner_loops or 1)

    def bench_time_func(self, name, function, *args, inner_loops=None, metadata=None):
        report(name, lambda loops: function(loops, *args), inner_loops or 1)

    def bench_async_func(self, name, function, *args, inner_loops=None, metadata=None, loop_factory=None):
        import asyncio

        async def several(loops):
            start = perf_counter()
            for _ in range(loops):
                await function(*args)
            return perf_counter() - start

        def measure(loops):
            if loop_factory is None:
                return asyncio.run(several(loops))
            with asyncio.Runner(loop_factory=loop_factory) as runner:
                return runner.run(several(loops))
        report(name, measure, inner_loops or 1)

    def bench_command(self, name, command):
        import subprocess

        def measure(loops):
            start = perf_counter()
            for _ in range(loops):
                subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            return perf_counter() - start
        report(name, measure)
