import bisect
import heapq
from collections import deque


def bench(loops):
    for _ in range(loops):
        d = deque(maxlen=20)
        for i in range(30):
            d.append(i)
        d.popleft(); d.rotate(2)
        h = []
        for i in range(20):
            heapq.heappush(h, i * 7 % 20)
        while h:
            heapq.heappop(h)
        bisect.bisect(range(100), 37)
