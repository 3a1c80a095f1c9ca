import random
r = random.Random(42)
print(r.random(), r.randint(1, 100), r.randrange(0, 1000, 7), r.choice("abcdef"), r.uniform(1, 2), r.getrandbits(70), r.randbytes(4).hex())
print(r.sample(range(100), 5), r.choices("ab", k=5), r.choices([1, 2], weights=[1, 9], k=5), r.gauss(0, 1), r.expovariate(1), r.betavariate(1, 2), r.triangular(), r.normalvariate())
xs = list(range(10)); r.shuffle(xs); print(xs)
s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random())
print(random.Random("text").random(), random.Random(b"bytes").random(), random.Random(1.5).random(), random.Random(-5).random() == random.Random(5).random(), random.Random(2**100).random())
random.seed(1); print(random.random(), random.randint(0, 9))
for f in (lambda: r.choice([]), lambda: r.randint(5, 1), lambda: r.randrange(0), lambda: r.sample([1], 2), lambda: random.Random([]), lambda: r.choices([], k=1), lambda: r.getrandbits(-1)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# 0.6394267984578837 4 490 b 1.2232107381488229 795100697393359315113 b3669cbd
# [69, 11, 75, 54, 4] ['a', 'a', 'b', 'a', 'a'] [2, 2, 2, 2, 2] 1.8089967877585265 1.1977899409734851 0.35584469302886246 0.41024050574792514 1.5043537616578755
# [5, 8, 6, 2, 4, 9, 3, 1, 7, 0]
# True
# 0.8711565613554825 0.37075677971469856 0.551763726942059 True 0.7586581712996778
# 0.13436424411240122 1
# IndexError Cannot choose from an empty sequence
# ValueError empty range in randint(5, 1)
# ValueError empty range for randrange()
# ValueError Sample larger than population or is negative
# TypeError The only supported seed types are:
# None, int, float, str, bytes, and bytearray.
# IndexError list index out of range
# ValueError Cannot convert negative int
