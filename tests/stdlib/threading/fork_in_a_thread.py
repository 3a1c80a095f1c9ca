# In the child of a fork only the thread that forked is alive; the others can be joined.
import os
import sys
import threading
import warnings

warnings.simplefilter("ignore")
main = threading.current_thread()


def wait_for_main():
    main.join()
    print("joined", main.is_alive())
    sys.stdout.flush()


def worker():
    child = os.fork()
    if child:
        print("status", os.waitpid(child, 0)[1])
        return
    thread = threading.Thread(target=wait_for_main)
    thread.start()
    thread.join()


thread = threading.Thread(target=worker)
thread.start()
thread.join()

# output:
# joined False
# status 0
