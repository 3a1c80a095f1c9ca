class Counted(int):
    count = 0

    def __hash__(self):
        Counted.count += 1
        return int(self)


d = dict.fromkeys(map(Counted, range(10)))
s = set(d)
s.difference(d)
s ^= set()
s.symmetric_difference_update(d)
s.update(d)
dict.fromkeys(s), dict.fromkeys(frozenset(s), 1)
print(Counted.count)  # expect: 10
