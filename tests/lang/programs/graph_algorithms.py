import heapq
from collections import defaultdict, deque
edges = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("x", "y", 1)]
graph = defaultdict(dict)
for u, v, w in edges: graph[u][v] = w; graph[v][u] = w
def dijkstra(start):
    dist, heap, prev = {start: 0}, [(0, start)], {}
    while heap:
        d, u = heapq.heappop(heap)
        if d > dist[u]: continue
        for v, w in graph[u].items():
            if d + w < dist.get(v, float("inf")):
                dist[v] = d + w; prev[v] = u
                heapq.heappush(heap, (d + w, v))
    return dist, prev
dist, prev = dijkstra("a")
print(dist, prev)  # expect: {'a': 0, 'b': 3, 'c': 1, 'd': 8, 'e': 11} {'b': 'c', 'c': 'a', 'd': 'b', 'e': 'd'}
def path(t): return path(prev[t]) + [t] if t in prev else [t]
print(path("e"))  # expect: ['a', 'c', 'b', 'd', 'e']
def components():
    seen = set()
    for s in graph:
        if s not in seen:
            comp, q = [], deque([s]); seen.add(s)
            while q:
                u = q.popleft(); comp.append(u)
                for v in graph[u]:
                    if v not in seen: seen.add(v); q.append(v)
            yield sorted(comp)
print(list(components()))  # expect: [['a', 'b', 'c', 'd', 'e'], ['x', 'y']]
def topo(deps):
    state, out = {}, []
    def visit(n):
        if state.get(n) == 1: raise ValueError(f"cycle at {n}")
        if n in state: return
        state[n] = 1
        for d in deps.get(n, ()): visit(d)
        state[n] = 2
        out.append(n)
    for n in deps: visit(n)
    return out
print(topo({"app": ["lib", "log"], "lib": ["core"], "log": ["core"], "core": []}))  # expect: ['core', 'lib', 'log', 'app']
try:
    topo({"a": ["b"], "b": ["a"]})
except ValueError as e:
    print(e)  # expect: cycle at a
parent = {}
def find(x):
    parent.setdefault(x, x)
    while parent[x] != x: parent[x] = parent[parent[x]]; x = parent[x]
    return x
mst = []
for u, v, w in sorted(edges, key=lambda e: e[2]):
    if find(u) != find(v): parent[find(u)] = find(v); mst.append((u, v, w))
print(mst, sum(w for *_, w in mst))  # expect: [('a', 'c', 1), ('x', 'y', 1), ('c', 'b', 2), ('d', 'e', 3), ('b', 'd', 5)] 12
