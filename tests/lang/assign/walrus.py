data = [1, 2, 3, 4]
print([y for x in data if (y := x * x) > 4], y)  # expect: [9, 16] 16
while (n := len(data)) > 2:
    data.pop()
print(n)  # expect: 2
def f(a=(z := 5)): return a
print(f(), z)  # expect: 5 5
print((a := 1, b := a + 1), a, b)  # expect: (1, 2) 1 2
any((hit := v) > 1 for v in [0, 1, 2, 3])
print(hit)  # expect: 2
