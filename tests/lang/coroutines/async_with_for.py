class CM:
    def __init__(self, n, swallow=False): self.n = n; self.swallow = swallow
    async def __aenter__(self): print("aenter", self.n); return self.n
    async def __aexit__(self, t, v, tb): print("aexit", self.n, t and t.__name__); return self.swallow
class Count:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 0: raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    async with CM(1) as a, CM(2, True) as b:
        print(a, b)
        raise ValueError
    async for x in Count(3):
        if x == 1: break
        print(x)
    else:
        print("not reached")
    async for x in Count(1): pass
    else: print("else")
    async with CM(3):
        return "returned"
try:
    main().send(None)
except StopIteration as e:
    print(e.value)

# output:
# aenter 1
# aenter 2
# 1 2
# aexit 2 ValueError
# aexit 1 None
# 2
# else
# aenter 3
# aexit 3 None
# returned
