import math
print(maht.pi)
