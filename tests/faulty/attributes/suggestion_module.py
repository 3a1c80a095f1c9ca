import math
math.sqr(1)
