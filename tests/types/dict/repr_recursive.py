d = {"self": None, 1: [2], (1,): {"x"}}
d["self"] = d
print(d)  # expect: {'self': {...}, 1: [2], (1,): {'x'}}
a = {}; b = {"a": a}; a["b"] = b
print(a, b)  # expect: {'b': {'a': {...}}} {'a': {'b': {...}}}
print({}, {"q'": 1.0}, {None: True}, {1: {2: {3: {}}}})  # expect: {} {"q'": 1.0} {None: True} {1: {2: {3: {}}}}
class R:
    def __repr__(self): return "R"
    def __hash__(self): return 1
print({R(): R()})  # expect: {R: R}
