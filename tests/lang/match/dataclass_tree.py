from dataclasses import dataclass
@dataclass
class Num: v: float
@dataclass
class Bin:
    op: str
    l: object
    r: object
def ev(e):
    match e:
        case Num(v): return v
        case Bin("+", l, r): return ev(l) + ev(r)
        case Bin("*", Num(0), _) | Bin("*", _, Num(0)): return 0
        case Bin("*", l, r): return ev(l) * ev(r)
        case Bin(op=op): raise ValueError(f"unknown {op}")
print(ev(Bin("+", Num(2), Bin("*", Num(3), Num(4)))), ev(Bin("*", Num(0), None)))  # expect: 14 0
try:
    ev(Bin("-", 1, 2))
except ValueError as e:
    print(e)  # expect: unknown -
