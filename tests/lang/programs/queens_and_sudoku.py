def queens(n, row=0, cols=0, d1=0, d2=0):
    if row == n: return 1
    count, free = 0, ~(cols | d1 | d2) & ((1 << n) - 1)
    while free:
        bit = free & -free
        free ^= bit
        count += queens(n, row + 1, cols | bit, (d1 | bit) << 1, (d2 | bit) >> 1)
    return count
print([queens(n) for n in range(1, 9)])
def solve(board):
    best = None
    for i, v in enumerate(board):
        if v == 0:
            r, c = divmod(i, 9)
            used = {board[r * 9 + k] for k in range(9)} | {board[k * 9 + c] for k in range(9)} | {board[(r // 3 * 3 + k // 3) * 9 + c // 3 * 3 + k % 3] for k in range(9)}
            options = [d for d in range(1, 10) if d not in used]
            if best is None or len(options) < len(best[1]): best = i, options
    if best is None: return board
    for d in best[1]:
        if (s := solve(board[:best[0]] + [d] + board[best[0] + 1:])): return s
grid = "53..7....6..195....98....6.8...6...34..8.3..17...2...6.6....28....419..5....8..79"
solved = solve([int(c) if c != "." else 0 for c in grid])
for r in range(9): print("".join(map(str, solved[r * 9:r * 9 + 9])))

# output:
# [1, 0, 0, 2, 10, 4, 40, 92]
# 534678912
# 672195348
# 198342567
# 859761423
# 426853791
# 713924856
# 961537284
# 287419635
# 345286179
