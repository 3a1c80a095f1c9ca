class L(list):
    def __getitem__(self, i): return "got"
    def __len__(self): return 99
    def append(self, x): super().append(x * 2)
xs = L([1, 2])
xs.append(3)
print(xs, xs[0], len(xs), list(xs), sorted(xs), xs + [1], type(xs + [1]).__name__, type(xs[:]).__name__ if False else "", type(xs.copy()).__name__)
xs.attr = 5
print(xs.attr, xs == [1, 2, 6], isinstance(xs, list), bool(L()))
class I(list):
    def __iter__(self): return iter("own")
print(list(I([1])), [*I([1])], I([1]) + [2], sum(([x] for x in I([1])), []))

# output:
# [1, 2, 6] got 99 [1, 2, 6] [1, 2, 6] [1, 2, 6, 1] list  list
# 5 True True True
# ['o', 'w', 'n'] ['o', 'w', 'n'] [1, 2] ['o', 'w', 'n']
