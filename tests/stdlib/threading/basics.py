import threading, queue, concurrent.futures as cf
results, lock = [], threading.Lock()
def work(n):
    with lock: results.append(n)
ts = [threading.Thread(target=work, args=(i,), name=f"t{i}") for i in range(5)]
for t in ts: t.start()
for t in ts: t.join()
print(sorted(results), ts[0].name, ts[0].is_alive(), threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread())
q = queue.Queue(2); got = []
def consume():
    while (x := q.get()) is not None: got.append(x); q.task_done()
c = threading.Thread(target=consume); c.start()
for i in range(5): q.put(i)
q.put(None); c.join(); print(got, q.empty())
ev = threading.Event(); cond = threading.Condition(); sem = threading.Semaphore(2); bar = threading.Barrier(2); log = []
def waiter():
    ev.wait(); log.append("event"); bar.wait()
w = threading.Thread(target=waiter); w.start(); ev.set(); bar.wait(); w.join(); print(log, ev.is_set(), sem.acquire(), sem.acquire(), sem.acquire(blocking=False))
loc = threading.local(); loc.x = "main"
def see(): log.append(hasattr(loc, "x")); loc.x = "thread"
w = threading.Thread(target=see); w.start(); w.join(); print(log, loc.x)
r = threading.RLock(); r.acquire(); r.acquire(); r.release(); r.release()
for f in (r.release, lock.release, lambda: ts[0].start(), lambda: threading.current_thread().join(), lambda: queue.Queue().get_nowait(), lambda: queue.Queue(1).put_nowait(1) or queue.Queue(-1).get(timeout=0.001)):
    try:
        f(); print("ok")
    except Exception as e:
        print(type(e).__name__, e)
with cf.ThreadPoolExecutor(2) as ex:
    print(list(ex.map(lambda x: x * x, range(4))), ex.submit(pow, 2, 5).result())
    fut = ex.submit(lambda: 1 / 0); print(repr(fut.exception()), fut.done(), [f.result() for f in cf.as_completed([ex.submit(abs, -3)])])
threading.excepthook = lambda a: print("hook", a.exc_type.__name__, a.thread.name)
t = threading.Thread(target=lambda: 1 / 0, name="bad"); t.start(); t.join()
pq = queue.PriorityQueue(); [pq.put(x) for x in (3, 1, 2)]; print([pq.get() for _ in range(3)], queue.LifoQueue().qsize())
total = 0
def add():
    global total
    for _ in range(1000):
        with lock: total += 1
ts = [threading.Thread(target=add) for _ in range(4)]; [t.start() for t in ts]; [t.join() for t in ts]; print(total)
d = threading.Thread(target=lambda: None, daemon=True); print(d.daemon); timer = threading.Timer(0.001, print, ["timer"]); timer.start(); timer.join()
