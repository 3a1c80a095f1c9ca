import sys


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def __getattr__(self, name):
        1 / 0


def generator():
    yield from Broken()


sys.unraisablehook = lambda unraisable: print(unraisable.exc_type.__name__)
running = generator()
print(next(running))  # expect: 1
running.close()  # expect: ZeroDivisionError
print(running.gi_frame)  # expect: None
