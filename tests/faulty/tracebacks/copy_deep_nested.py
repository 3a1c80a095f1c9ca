import copy
class A:
    def __init__(self, inside): self.inside = inside
class B:
    def __reduce__(self): raise ValueError("deep")
class C:
    def __init__(self, *args): pass
    def __reduce__(self): return C, ([{1: (B(),)}],)
copy.deepcopy({'x': [A(({'y': C()},))]})
