import math
match 5:
    case math.nope:
        pass
