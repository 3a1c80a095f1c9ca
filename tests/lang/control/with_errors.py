class NoEnter:
    def __exit__(self, *a): pass
class NoExit:
    def __enter__(self): pass
class FailEnter:
    def __enter__(self): raise ValueError("enter failed")
    def __exit__(self, *a): print("never")
class FailExit:
    def __enter__(self): return self
    def __exit__(self, *a): raise RuntimeError("exit failed")
for c in (NoEnter, NoExit, FailEnter, FailExit):
    try:
        with c():
            print("body")
    except Exception as e:
        print(type(e).__name__, e)
try:
    with FailExit():
        raise KeyError("first")
except RuntimeError as e:
    print(repr(e.__context__))
try:
    with 5: pass
except TypeError as e:
    print(e)

# output:
# TypeError 'NoEnter' object does not support the context manager protocol (missed __enter__ method)
# TypeError 'NoExit' object does not support the context manager protocol (missed __exit__ method)
# ValueError enter failed
# body
# RuntimeError exit failed
# KeyError('first')
# 'int' object does not support the context manager protocol (missed __exit__ method)
