import threading
def hook(args): raise RuntimeError("hook")
threading.excepthook = hook
t = threading.Thread(target=lambda: 1 / 0, name="worker")
t.start()
t.join()
raise SystemExit(1)
