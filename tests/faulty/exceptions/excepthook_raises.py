import sys
def hook(*args):
    raise RuntimeError("in hook")
sys.excepthook = hook
1 / 0
