def f(x):
    match x:
        case {"a": 1, "b": b}: return f"a1 b={b}"
        case {"kind": "x", **rest}: return f"x {rest}"
        case {"deep": {"er": [v, *_]}}: return f"deep {v}"
        case {1: one, None: none}: return f"{one} {none}"
        case {}: return "any mapping"
        case _: return "no"
for x in ({"a": 1, "b": 2}, {"a": 1, "b": 2, "c": 3}, {"kind": "x", "y": 1, "z": 2}, {"deep": {"er": (7, 8)}}, {1: "o", None: "n"}, {}, {"zzz": 0}, [("a", 1)], 5):
    print(f(x))
from collections import defaultdict, OrderedDict
d = defaultdict(int)
match d:
    case {"missing": v}: print("made", v)
    case _: print("not made", dict(d))

# output:
# a1 b=2
# a1 b=2
# x {'y': 1, 'z': 2}
# deep 7
# o n
# any mapping
# any mapping
# no
# no
# not made {}
