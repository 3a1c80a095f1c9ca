"""ExitStack and the small managers of contextlib."""
import contextlib
import io
from contextlib import ExitStack, closing, nullcontext, redirect_stdout, suppress


class R:
    def __init__(self, name, swallow=False, fail=None): self.name, self.swallow, self.fail = name, swallow, fail
    def __enter__(self): print("  open", self.name); return self
    def __exit__(self, kind, value, tb):
        print("  close", self.name, kind and kind.__name__)
        if self.fail: raise self.fail
        return self.swallow


with ExitStack() as stack:
    names = [stack.enter_context(R(n)).name for n in "abc"]
    stack.callback(print, "  callback", "with", sep="-")
    stack.push(lambda *exc: print("  push", exc[0]))
    print(names)
try:
    with ExitStack() as stack:
        stack.enter_context(R("outer", swallow=True))
        stack.enter_context(R("inner", fail=KeyError("replaced")))
        raise ValueError("body")
    print("swallowed in the end")
except Exception as e:
    print("not reached", e)
try:
    with ExitStack() as stack:
        stack.enter_context(R("x", fail=KeyError("x fails")))
        stack.enter_context(R("y", fail=OSError("y fails")))
        raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__), repr(e.__context__.__context__))
with ExitStack() as stack:
    stack.enter_context(R("kept"))
    kept = stack.pop_all()
print("left the block, still open")
kept.close()
with contextlib.suppress(KeyError, IndexError):
    {}["x"]
print("suppressed")
try:
    with suppress(KeyError):
        1 / 0
except ZeroDivisionError as e:
    print(e)
with suppress(ValueError):
    raise ExceptionGroup("g", [ValueError(1), ValueError(2)])
try:
    with suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), TypeError(2)])
except ExceptionGroup as e:
    print(e.exceptions)
buf = io.StringIO()
with redirect_stdout(buf):
    print("captured")
print(repr(buf.getvalue()))


class Door:
    def close(self): print("  door closed")


with closing(Door()) as d, nullcontext(5) as five:
    print(type(d).__name__, five)


class Decorated(contextlib.ContextDecorator):
    def __enter__(self): print("  in"); return self
    def __exit__(self, *a): print("  out"); return False


@Decorated()
def f(x): return x * 2


print(f(4))


class A(contextlib.AbstractContextManager):
    def __exit__(self, *a): return None


with A() as a:
    print(type(a).__name__, issubclass(R, contextlib.AbstractContextManager))
for bad in (lambda: stack.enter_context(5), lambda: ExitStack().__enter__().enter_context(object())):
    try:
        bad()
    except TypeError as e:
        print(e)
with ExitStack() as s:
    for i in range(2000):
        s.callback(lambda: None)
print("2000 callbacks")
import os
with contextlib.chdir(os.getcwd()):
    print("chdir")


async def astack():
    class AR:
        async def __aenter__(self): print("  aopen"); return 1
        async def __aexit__(self, *a): print("  aclose", a[0] and a[0].__name__); return True
    async with contextlib.AsyncExitStack() as st:
        await st.enter_async_context(AR())
        st.enter_context(R("sync in async"))
        raise ValueError
    @contextlib.asynccontextmanager
    async def am():
        print("  before")
        try:
            yield "value"
        finally:
            print("  after")
    async with am() as v:
        print(v)


try:
    astack().send(None)
except StopIteration:
    print("done")
