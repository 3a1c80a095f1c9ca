def a():
    try:
        return "try"
    finally:
        print("finally")
def b():
    try:
        return "try"
    finally:
        return "finally"
def c():
    for i in range(3):
        try:
            continue
        finally:
            print("loop finally", i)
    return "end"
def d():
    while True:
        try:
            break
        finally:
            print("break finally")
    return "out"
def e():
    for i in range(2):
        try:
            1 / 0
        finally:
            continue
    return "swallowed"
def f():
    x = 1
    try:
        return x
    finally:
        x = 2
for fn in (a, b, c, d, e, f):
    print(fn())

# output:
# finally
# try
# finally
# loop finally 0
# loop finally 1
# loop finally 2
# end
# break finally
# out
# swallowed
# 1
