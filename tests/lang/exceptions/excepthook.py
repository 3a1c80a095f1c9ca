import sys
def hook(t, v, tb):
    print("hook:", t.__name__, v)  # expect: hook: ZeroDivisionError division by zero
sys.excepthook = hook
try:
    1 / 0
except ZeroDivisionError:
    sys.excepthook(*sys.exc_info())
sys.excepthook = sys.__excepthook__
