class CM:
    def __enter__(self): return self
    def __exit__(self, *a): raise OSError("exit failed")


def f():
    try:
        with CM():
            raise ValueError("body")
    finally:
        print("finally ran")


f()
