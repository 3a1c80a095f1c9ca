import traceback
def f():
    try:
        1 / 0
    finally:
        traceback.print_stack()
f()
