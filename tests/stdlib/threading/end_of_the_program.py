# At the program's end daemon threads stop, and nobody waits for them or starts others.
import sys
import threading


def loop():
    while True:
        pass


class Last:
    def __init__(self):
        self.itself = self
        self.thread = threading.Thread(target=loop, daemon=True)
        self.thread.start()

    def __del__(self):
        print(sys.is_finalizing())
        try:
            self.thread.join()
        except PythonFinalizationError as error:
            print(error)
        try:
            threading.Thread(target=loop, daemon=True).start()
        except PythonFinalizationError as error:
            print(error)


Last()
print(sys.is_finalizing())

# output:
# False
# True
# cannot join thread at interpreter shutdown
# can't create new thread at interpreter shutdown
