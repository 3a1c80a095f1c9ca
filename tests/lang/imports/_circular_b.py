print("b begins")
import _circular_a
try:
    from _circular_a import x
except ImportError as e:
    print(str(e).split(" (")[0])
y = "b.y"
print("b ends")
