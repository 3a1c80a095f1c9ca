def f():
    try:
        1 / 0
    finally:
        return 1
f()
raise ValueError("after")
