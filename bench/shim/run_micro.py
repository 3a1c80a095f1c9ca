"""Measures one file of bench/micro: run_micro.py FILE. The file defines bench(loops)."""

import sys

import pyperf

path = sys.argv[1]
with open(path) as f:
    source = f.read()
namespace = {"__name__": "micro", "__file__": path}
exec(compile(source, path, "exec"), namespace)
name = path.replace("\\", "/").split("/")[-1][:-3]


def measure(loops, bench=namespace["bench"], clock=pyperf.perf_counter):
    start = clock()
    bench(loops)
    return clock() - start


pyperf.report(name, measure)
