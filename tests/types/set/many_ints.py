s = set()
for i in range(10): s.add(i)
print(sorted(s))  # expect: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
print(len({i * i % 97 for i in range(200)}), sum({i % 13 for i in range(100)}))  # expect: 49 78
big = set(range(1000)) - set(range(0, 1000, 2))
print(len(big), min(big), max(big), len(big | set(range(1500))))  # expect: 500 1 999 1500
for i in range(1000): s.add(i * (2**61 - 1))
print(len(s), 999 * (2**61 - 1) in s)  # expect: 1009 True
