print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j))  # expect: True
print(hash(-1), hash(-2), hash(2**61 - 1), hash(2**61), hash(-(2**61)))  # expect: -2 -2 0 1 -2
print(hash(0.5), hash(float("inf")), hash(-float("inf")), hash(1.5))  # expect: 1152921504606846976 314159 -314159 1152921504606846977
print({1: "a", 1.0: "b", True: "c"})  # expect: {1: 'c'}
