"""What an exception keeps alive: frames, locals, contexts; and when they go."""
import sys


class D:
    def __init__(self, name): self.name = name
    def __del__(self): print("  del", self.name)


def fails():
    local = D("local of a failing frame")
    raise ValueError("x")


print("caught without a name")
try:
    fails()
except ValueError:
    print("  in handler")
print("caught with a name")
try:
    fails()
except ValueError as e:
    print("  in handler", e)
print("after")
saved = None
try:
    fails()
except ValueError as e:
    saved = e
print("saved keeps the frame")
saved = None
print("kept by context")
try:
    try:
        fails()
    except ValueError:
        raise KeyError("second")
except KeyError as e:
    saved = e
saved.__context__ = None
print("context dropped")
saved = None
try:
    fails()
except ValueError as e:
    e.__traceback__ = None
    saved = e
    print("traceback dropped")
saved = None
print("finally")


def with_finally():
    a = D("before finally")
    try:
        return a.name
    finally:
        print("  finally runs first")


print(" ", with_finally())
print("with")


class CM:
    def __enter__(self): return D("managed")
    def __exit__(self, *a): print("  exit")


with CM():
    print("  body")
print("  target of with outlives the block")
with CM() as m:
    print("  body")
print("  after")
del m
print("failed constructor")


class Fails:
    def __init__(self): self.part = D("part of a failed object"); raise OSError("init")
    def __del__(self): print("  Fails del")


try:
    Fails()
except OSError as e:
    print("  caught", e)
print("after the handler")
print("exception in del is reported, not raised")
messages = []
sys.unraisablehook = lambda u: messages.append(f"{type(u.exc_value).__name__}: {u.exc_value}")


class Bad:
    def __del__(self): raise RuntimeError("from del")


Bad()
print(" ", messages)
try:
    Bad()
    raise KeyError("mine")
except KeyError as e:
    print(" ", repr(e), e.__context__, messages)
print("generator frame")


def gen():
    held = D("held by generator")
    try:
        yield 1
    finally:
        print("  generator finally")


g = gen()
next(g)
g = None
print("  dropped")
g = gen()
for _ in g:
    break
del g
print("unpacking error")
try:
    a, b = D("u1"), D("u2"), D("u3")
except ValueError as e:
    print(" ", e)
print("call error")


def needs(a, b): ...


try:
    needs(D("arg1"))
except TypeError as e:
    print(" ", e)
print("end")
