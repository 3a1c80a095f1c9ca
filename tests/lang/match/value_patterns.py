class Color:
    RED = 1
    GREEN = 2
import enum
class E(enum.Enum):
    A = "a"
def f(x):
    match x:
        case Color.RED: return "red"
        case Color.GREEN: return "green"
        case E.A: return "enum"
        case other: return f"captured {other}"
for x in (1, 2, E.A, "a", 3):
    print(f(x))
class Eq:
    def __eq__(self, o):
        print("compared with", o)
        return False
match Eq():
    case Color.RED: pass
    case 5: pass
    case None: pass
    case _: print("none matched")

# output:
# red
# green
# enum
# captured a
# captured 3
# compared with 1
# compared with 5
# none matched
