def f(x):
    match x:
        case (1 | 2 | 3) as n if n != 2: return f"odd {n}"
        case int() if x > 100: return "big"
        case [("a" | "b") as k, v] | (k, v, "swap"): return f"{k}={v}"
        case {"t": "n" | "m" as t}: return t
        case _ if x == "special": return "guarded wildcard"
    return "fell out"
for x in (1, 2, 3, 101, ["a", 1], ("z", 2, "swap"), {"t": "m"}, "special", "none"):
    print(f(x))

# output:
# odd 1
# fell out
# odd 3
# big
# a=1
# z=2
# m
# guarded wildcard
# fell out
