import _thread, time
def f(): raise ValueError("low")
_thread.start_new_thread(f, ())
time.sleep(0.1)
raise SystemExit(1)
