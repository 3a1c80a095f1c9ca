def attempt(f):
    try:
        f()
        print("ok")
    except RuntimeError as e:
        print(e)
def add():
    d = {1: 1}
    for k in d: d[k + 1] = 1
def remove():
    d = {1: 1, 2: 2}
    for k in d: del d[k]
def same_size():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]; d[k + 10] = 1
def values():
    d = {1: 1}
    for v in d.values(): d[5] = v
def items():
    d = {1: 1}
    for v in d.items(): d.clear()
def replace_value():
    d = {1: 1, 2: 2}
    for k in d: d[k] = 0
def listed():
    d = {1: 1, 2: 2}
    for k in list(d): del d[k]
for f in (add, remove, same_size, values, items, replace_value, listed): attempt(f)
d = {1: 1}
it = iter(d)
d[2] = 2
attempt(lambda: next(it))
attempt(lambda: next(it))
attempt(lambda: list(it))

# output:
# dictionary changed size during iteration
# dictionary changed size during iteration
# dictionary keys changed during iteration
# dictionary changed size during iteration
# dictionary changed size during iteration
# ok
# ok
# dictionary changed size during iteration
# dictionary changed size during iteration
# dictionary changed size during iteration
