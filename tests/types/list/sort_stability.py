class K:
    def __init__(self, k, n): self.k, self.n = k, n
    def __lt__(self, o): return self.k < o.k
    def __repr__(self): return f"{self.k}{self.n}"
xs = [K(i % 3, i) for i in range(9)]
print(sorted(xs))  # expect: [00, 03, 06, 11, 14, 17, 22, 25, 28]
print(sorted(xs, reverse=True))  # expect: [22, 25, 28, 11, 14, 17, 00, 03, 06]
count = 0
class C(int):
    def __lt__(self, o):
        global count
        count += 1
        return int(self) < int(o)
sorted([C(i) for i in range(100)])
print("sorted input:", count)  # expect: sorted input: 99
count = 0
sorted([C(-i) for i in range(100)])
print("reversed input:", count)  # expect: reversed input: 99
class OnlyGt:
    def __init__(self, n): self.n = n
    def __gt__(self, o): return self.n > o.n
    def __repr__(self): return str(self.n)
print(sorted([OnlyGt(3), OnlyGt(1), OnlyGt(2)]))  # expect: [1, 2, 3]
