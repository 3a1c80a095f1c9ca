xs = list(range(10))
def k(x):
    del xs[:]
    return -x
try:
    xs.sort(key=k)
except ValueError as e:
    print(e)
print(len(xs))  # expect: 10
ys = [1, 2, 3]
print(max(ys, key=lambda x: ys.clear() or x), ys)  # expect: 1 []
zs = [3, 1, 2]
print(sorted(zs, key=lambda x: zs.append(0) or x), len(zs) > 3 if len(zs) < 50 else "")  # expect: [1, 2, 3] True
