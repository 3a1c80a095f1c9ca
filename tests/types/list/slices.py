xs = list(range(10))
print(xs[2:5], xs[:3], xs[7:], xs[-3:], xs[::3], xs[::-1], xs[8:2:-2], xs[5:5], xs[20:], xs[-100:2], xs[:], xs[:] is xs)
for a in (None, -11, -3, 0, 4, 20):
    print([xs[a:b:c] for b in (None, -2, 3, 15) for c in (1, -1, 4, -3)])
class I:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
print(xs[I(2):I(8):I(3)], xs[I(-1)], xs[True:])
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: xs[::0])
attempt(lambda: xs["a":])
attempt(lambda: xs[1.5:])
attempt(lambda: xs[2**100:])
attempt(lambda: xs[:-2**100])
attempt(lambda: xs[1, 2])

# output:
# [2, 3, 4] [0, 1, 2] [7, 8, 9] [7, 8, 9] [0, 3, 6, 9] [9, 8, 7, 6, 5, 4, 3, 2, 1, 0] [8, 6, 4] [] [] [0, 1] [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] False
# [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [0, 4, 8], [9, 6, 3, 0], [0, 1, 2, 3, 4, 5, 6, 7], [9], [0, 4], [9], [0, 1, 2], [9, 8, 7, 6, 5, 4], [0], [9, 6], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], [0, 4, 8], []]
# [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], [0, 4, 8], [], [0, 1, 2, 3, 4, 5, 6, 7], [], [0, 4], [], [0, 1, 2], [], [0], [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], [0, 4, 8], []]
# [[7, 8, 9], [7, 6, 5, 4, 3, 2, 1, 0], [7], [7, 4, 1], [7], [], [7], [], [], [7, 6, 5, 4], [], [7, 4], [7, 8, 9], [], [7], []]
# [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [0], [0, 4, 8], [0], [0, 1, 2, 3, 4, 5, 6, 7], [], [0, 4], [], [0, 1, 2], [], [0], [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [], [0, 4, 8], []]
# [[4, 5, 6, 7, 8, 9], [4, 3, 2, 1, 0], [4, 8], [4, 1], [4, 5, 6, 7], [], [4], [], [], [4], [], [4], [4, 5, 6, 7, 8, 9], [], [4, 8], []]
# [[], [9, 8, 7, 6, 5, 4, 3, 2, 1, 0], [], [9, 6, 3, 0], [], [9], [], [9], [], [9, 8, 7, 6, 5, 4], [], [9, 6], [], [], [], []]
# [2, 5] 9 [1, 2, 3, 4, 5, 6, 7, 8, 9]
# ValueError: slice step cannot be zero
# TypeError: slice indices must be integers or None or have an __index__ method
# TypeError: slice indices must be integers or None or have an __index__ method
# []
# []
# TypeError: list indices must be integers or slices, not tuple
