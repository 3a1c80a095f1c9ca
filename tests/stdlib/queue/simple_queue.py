import queue
import threading
import time

simple = queue.SimpleQueue()
print(type(simple), simple.empty(), simple.qsize())
threading.Thread(target=lambda: (time.sleep(0.05), simple.put("late"))).start()
print(simple.get(timeout=5))
for item in range(3):
    simple.put(item, block=False, timeout=1)
print([simple.get_nowait() for _ in range(3)], simple.empty())
for call in (simple.get_nowait, lambda: simple.get(timeout=0.01), lambda: simple.get(timeout=-1)):
    try:
        call()
    except Exception as error:
        print(type(error), error)
print(queue.Empty, queue.SimpleQueue[int])

taken = []
workers = [threading.Thread(target=lambda: taken.append(simple.get())) for _ in range(4)]
for worker in workers:
    worker.start()
for item in "abcd":
    simple.put(item)
for worker in workers:
    worker.join()
print(sorted(taken))
