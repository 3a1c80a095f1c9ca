import heapq, bisect
h = [5, 3, 8, 1, 9, 2]; heapq.heapify(h)
print(h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 7), h, heapq.nlargest(2, h), heapq.nsmallest(2, h, key=lambda x: -x), list(heapq.merge([1, 4], [2, 3], [0])))
heapq.heappush(h, -1); print(h, [heapq.heappop(h) for _ in range(len(h))], list(heapq.merge([3, 1], [4, 2], reverse=True)))
m = [1, 5, 2]; heapq.heapify_max(m); print(m, heapq.heappop_max(m))
xs = [1, 2, 2, 3]
print(bisect.bisect(xs, 2), bisect.bisect_left(xs, 2), bisect.bisect_right([], 1), bisect.bisect_left("abc", "b"), bisect.bisect([1, 5, 9], 5, key=lambda x: x), bisect.bisect_left(xs, 2, 2, 3))
bisect.insort(xs, 2.5); bisect.insort_left(xs, 0); print(xs)
for f in (lambda: heapq.heappop([]), lambda: heapq.heapify(5), lambda: heapq.heapify([1, "a"]), lambda: bisect.bisect([1], "a"), lambda: bisect.bisect([1], 1, -1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# [3, 5, 8, 7, 9] 1 0 2 [3, 5, 8, 7, 9] [9, 8] [9, 8] [0, 1, 2, 3, 4]
# [] [-1, 3, 5, 7, 8, 9] [4, 3, 2, 1]
# [2, 1] 5
# 3 1 0 1 2 2
# [0, 1, 2, 2, 2.5, 3]
# IndexError index out of range
# TypeError heapify() argument must be list, not int
# TypeError '<' not supported between instances of 'int' and 'str'
# TypeError '<' not supported between instances of 'str' and 'int'
# ValueError lo must be non-negative
