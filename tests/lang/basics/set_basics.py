s = {1, 2, 2, 3}
print(len(s), 2 in s, 5 in s)  # expect: 3 True False
s.add(4)
print(sorted(s | {9}), sorted(s & {2, 3}), sorted(s - {1}))  # expect: [1, 2, 3, 4, 9] [2, 3] [2, 3, 4]
print(set() == set([]), {1, 2} == {2, 1})  # expect: True True
