class My(int):
    def __repr__(self): return f"My({int(self)})"
    def __add__(self, o): return My(int(self) + int(o))
m = My(5)
print(m, m + 1, type(m + 1).__name__, type(m - 1).__name__, type(-m).__name__, m == 5, hash(m) == hash(5))
m.extra = "attribute"
print(m.extra, [1, 2, 3, 4, 5, 6][m], {5: "found"}[m], range(m), m.__dict__)
class Idx(int):
    def __index__(self): return 1
    def __int__(self): return 2
print([10, 20, 30][Idx(0)], int(Idx(0)), Idx(0) + 0)
print(isinstance(My(3) * 2, My), My(2) ** 2, str(My(3)), f"{My(3)}", f"{My(3):d}")

# output:
# My(5) My(6) My int int True True
# attribute 6 found range(0, 5) {'extra': 'attribute'}
# 10 2 0
# False 4 My(3) My(3) 3
