import queue
import threading


def bench(loops):
    for _ in range(loops):
        q = queue.Queue()
        t = threading.Thread(target=lambda: [q.put(i) for i in range(50)])
        t.start()
        for _ in range(50):
            q.get()
        t.join()
