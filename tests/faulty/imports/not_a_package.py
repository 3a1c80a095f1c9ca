import math.nope
