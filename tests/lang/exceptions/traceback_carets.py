import traceback
def f(a, b): return a / b
cases = [
    lambda: f(1, 0),
    lambda: [1, 2][5],
    lambda: (1).missing,
    lambda: {}["a"]["b"],
    lambda: undefined + 1,
    lambda: 1 + "a" + 2,
    lambda: f(1, 2, 3),
]
for case in cases:
    try:
        case()
    except Exception:
        print(traceback.format_exc(), end="")
        print("---")
