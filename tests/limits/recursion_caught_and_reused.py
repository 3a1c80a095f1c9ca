depth = 0
def f():
    global depth
    depth += 1
    f()
for i in range(3):
    depth = 0
    try:
        f()
    except RecursionError:
        print(depth > 500)
def g(n):
    try:
        g(n + 1)
    except RecursionError:
        return n
    return "deep"
print(g(0))
def h():
    try:
        h()
    finally:
        len([])
try:
    h()
except RecursionError as e:
    print(str(e).startswith("maximum recursion depth exceeded"))

# output:
# True
# True
# True
# deep
# True
