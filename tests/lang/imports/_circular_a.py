print("a begins")
import _circular_b
x = "a.x"
print("a ends", _circular_b.y)
