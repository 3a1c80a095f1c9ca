def f(x):
    a = b = "unset"
    match x:
        case [a, b, 3]: return "three", a, b
        case [a, 9]: return "nine", a, b
        case _: return "none", a, b
print(f([1, 2, 3]), f([1, 9]), f(5))
class Seq:
    def __len__(self): print("len"); return 2
    def __getitem__(self, i): print("get", i); return [0, 1][i]
import collections.abc
collections.abc.Sequence.register(Seq)
match Seq():
    case [0, 5]: print("no")
    case [0, 1]: print("yes")
match (1, 2):
    case x, y: print(x + y)
match 1, 2, 3:
    case first, *others: print(first, others)
match = 5
case = match + 1
print(match, case)

# output:
# ('three', 1, 2) ('nine', 1, 'unset') ('none', 'unset', 'unset')
# len
# get 0
# get 1
# get 2
# len
# get 0
# get 1
# get 2
# yes
# 3
# 1 [2, 3]
# 5 6
