def f(flag):
    x = 1
    if flag: del x
    try:
        return x + 1
    except UnboundLocalError as e:
        return str(e)
print(f(False), f(True))
def loop():
    out = []
    for i in range(3):
        try:
            out.append(y)
        except UnboundLocalError:
            out.append("unbound")
        y = i
        if i == 1: del y
    return out
print(loop())
def args(a, b=2):
    del a
    a = b
    del b
    return a, "b" in locals()
print(args(1))
def star(*a, **k):
    del k["x"]
    del a
    return k
print(star(1, x=1, y=2))
def handler():
    for e in range(2):
        try:
            raise KeyError(e)
        except KeyError as e:
            pass
        try:
            e
        except UnboundLocalError as u:
            print(u)
handler()
def in_loop_else():
    for i in []: pass
    else:
        try:
            i
        except UnboundLocalError as e: return str(e)
print(in_loop_else())
def maybe(n):
    if n > 0: z = n
    while n > 5: n -= 1; z = n
    try: return z
    except UnboundLocalError: return None
print(maybe(1), maybe(0), maybe(10))

# output:
# 2 cannot access local variable 'x' where it is not associated with a value
# ['unbound', 0, 'unbound']
# (2, False)
# {'y': 2}
# cannot access local variable 'e' where it is not associated with a value
# cannot access local variable 'e' where it is not associated with a value
# cannot access local variable 'i' where it is not associated with a value
# 1 None 5
