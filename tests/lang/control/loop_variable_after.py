for i in range(3): pass
print(i)  # expect: 2
for i in []: pass
print(i)  # expect: 2
for i in range(3):
    i = 10
print(i)  # expect: 10
for x[0] in ([] if False else []) : pass
xs = [0]
for xs[0] in range(4): pass
print(xs)  # expect: [3]
