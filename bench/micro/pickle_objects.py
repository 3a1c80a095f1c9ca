import pickle

import __main__


class P:
    def __init__(self, x):
        self.x = x


# This file is run, not imported: pickle looks for the class where it says that it is.
P.__module__, __main__.P = "__main__", P
DATA = {"a": [1, 2.5, "three", None, True] * 5, "b": {i: str(i) for i in range(20)}, "c": [P(i) for i in range(10)], "d": (1, {2}, b"x")}
BYTES = pickle.dumps(DATA)


def bench(loops):
    for _ in range(loops):
        pickle.dumps(DATA)
        pickle.loads(BYTES)
