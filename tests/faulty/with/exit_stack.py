from contextlib import ExitStack
def bad(*args): raise RuntimeError("callback")
with ExitStack() as stack:
    stack.callback(bad)
    stack.push(bad)
    raise ValueError("body")
