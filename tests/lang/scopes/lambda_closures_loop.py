adders = []
for n in range(3):
    def add(x): return x + n
    adders.append(add)
print([a(10) for a in adders])  # expect: [12, 12, 12]
def make(n): return lambda x: x + n
print([make(n)(10) for n in range(3)])  # expect: [10, 11, 12]
def compose(*fs):
    def run(x):
        for f in fs: x = f(x)
        return x
    return run
print(compose(lambda x: x + 1, str, lambda s: s * 2)(4))  # expect: 55
