import _circular_a
print(_circular_a.x)
import _circular_a
print("cached")

# output:
# a begins
# b begins
# cannot import name 'x' from '_circular_a'
# b ends
# a ends b.y
# a.x
# cached
