import threading
def f(a): pass
t = threading.Thread(target=f, name="worker")
t.start()
t.join()
raise SystemExit(1)
