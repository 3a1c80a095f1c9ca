from collections import deque
d = deque([1])
for x in d:
    d.append(1)
