import threading
class T(threading.Thread):
    def run(self): self.work()
    def work(self): {}["k"]
t = T(name="mine")
t.start()
t.join()
raise SystemExit(1)
