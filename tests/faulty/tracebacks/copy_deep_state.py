import copy
class A:
    def __getstate__(self): return {'a': [1]}
    def __setstate__(self, state): raise ValueError(state)
try:
    copy.deepcopy([A()])
except ValueError:
    import traceback
    traceback.print_exc()
class L(list):
    def append(self, item): raise KeyError(item)
copy.deepcopy([L([1])])
