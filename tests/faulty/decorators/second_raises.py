def good(f): return f
def bad(f): return f.nope
@good
@bad
@good
def f():
    pass
