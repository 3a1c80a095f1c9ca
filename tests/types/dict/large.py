d = {}
for i in range(2000): d[i * 7] = i
for i in range(0, 2000, 3): del d[i * 7]
print(len(d), sum(d), sum(d.values()), d[7], 0 in d, 21 in d, list(d)[:4])  # expect: 1333 9328669 1332667 1 False False [7, 14, 28, 35]
for i in range(2000): d[str(i)] = i
print(len(d), d["1999"], all(d[str(i)] == i for i in range(2000)))  # expect: 3333 1999 True
while d: d.popitem()
print(d)  # expect: {}
collide = {}
for i in range(200): collide[i * (2**61 - 1)] = i
print(len(collide), collide[199 * (2**61 - 1)], sum(collide.values()))  # expect: 200 199 19900
