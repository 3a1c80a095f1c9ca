# Where memory was asked for. Sizes are the implementation's own; places, differences and filters are not.
import gc, sys, tracemalloc


def attempt(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
attempt(tracemalloc.take_snapshot)
attempt(tracemalloc.start, 0)
attempt(tracemalloc.start, 65536)
attempt(tracemalloc.start, -1)
print(tracemalloc.get_object_traceback([]))

before = [object()]
tracemalloc.start(5)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())


def make(n):
    return bytearray(n)


def outer(n):
    return make(n)


print(tracemalloc.get_object_traceback(before))
data = outer(100_000)
traceback = tracemalloc.get_object_traceback(data)
print([frame.lineno for frame in traceback], all(frame.filename == __file__ for frame in traceback), traceback.total_nframe)
print([line.strip() for line in traceback.format(most_recent_first=True)[1::2]], len(traceback.format(1)))
tracemalloc.clear_traces()
data = outer(100_000)

current, peak = tracemalloc.get_traced_memory()
print(100_000 <= current < 105_000, peak >= current)
del data
after, peak = tracemalloc.get_traced_memory()
print(99_000 < current - after < 101_000, peak >= current)
tracemalloc.reset_peak()
print(tracemalloc.get_traced_memory()[1] < 100_000)

# A snapshot, and what came between two.
keep = []
first = tracemalloc.take_snapshot()
for i in range(1000):
    keep.append((i, object()))
kept = bytearray(1 << 20)
second = tracemalloc.take_snapshot()
here = second.filter_traces([tracemalloc.Filter(True, __file__)]).compare_to(first, "lineno")
biggest = here[0]
print(biggest.traceback[0].lineno, biggest.count_diff >= 1, biggest.size_diff >= 1 << 20)
loop = [difference for difference in here if difference.traceback[0].lineno == 52]
print(len(loop), loop[0].count_diff >= 900, loop[0].size_diff > 0)
print(second.traceback_limit, len(second.statistics("filename")) >= 1)
print(any(statistic.traceback[0].filename == __file__ for statistic in second.statistics("traceback")))
nothing = second.filter_traces([tracemalloc.Filter(False, "*")])
print(len(nothing.traces), len(second.filter_traces([tracemalloc.DomainFilter(True, 0)]).traces) == len(second.traces))

# What is freed is not traced any more, whoever frees it.
del keep, first, second, here, loop, biggest, nothing
gc.collect()
low = tracemalloc.get_traced_memory()[0]
cycle = []
for _ in range(5000):
    cycle = [cycle]
cycle = None
for _ in range(500):
    a, b = [], []
    a.append(b)
    b.append(a)
a = b = None
gc.collect()
print(tracemalloc.get_traced_memory()[0] - low < 5000)
text = "x"
for i in range(3000):
    text += "yz"
print(4000 < tracemalloc.get_traced_memory()[0] - low < 20_000)
grown = [i for i in range(50_000)]
print(tracemalloc.get_traced_memory()[0] - low > 400_000)
grown.clear()
print(tracemalloc.get_traced_memory()[0] - low < 30_000)

# Frames of generators and of classes count like others.
def generator():
    yield [1.5, 2]


print(tracemalloc.get_object_traceback(next(generator()))[-1].lineno)


class C:
    made = [object()]


print(tracemalloc.get_object_traceback(C.made)[-1].lineno, tracemalloc.get_object_traceback(C.made)[-2].lineno)

print(tracemalloc.get_tracemalloc_memory() > 0)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[0] < 1000, tracemalloc.get_object_traceback(kept))
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_object_traceback([1]))
more = [[i] for i in range(10_000)]
tracemalloc.start()
del more
made = [[i] for i in range(10_000)]
print(tracemalloc.get_traced_memory()[0] > 400_000, tracemalloc.get_traceback_limit())
del made
print(tracemalloc.get_traced_memory()[0] < 20_000)
tracemalloc.stop()
