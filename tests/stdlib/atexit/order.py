import atexit, sys
@atexit.register
def last(): print("registered first, runs last")
atexit.register(print, "with", "args", sep="-")
f = atexit.register(lambda: print("unregistered, never runs")); atexit.unregister(f)
def bad(): raise ValueError("in atexit")
atexit.register(bad)
sys.unraisablehook = lambda u: print("reported:", u.exc_value)
import threading, time; threading.Thread(target=lambda: time.sleep(0.05) or sys.stdout.write("thread ends before atexit\n")).start()
sys.stdout.write("main ends\n")

# output:
# main ends
# thread ends before atexit
# reported: in atexit
# with-args
# registered first, runs last
