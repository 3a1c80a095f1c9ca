import threading, sys
def hook(args): sys.stderr.write(f"hook {args.exc_type.__name__} {args.thread.name}\n")
threading.excepthook = hook
t = threading.Thread(target=lambda: 1 / 0, name="worker")
t.start()
t.join()
raise SystemExit(1)
