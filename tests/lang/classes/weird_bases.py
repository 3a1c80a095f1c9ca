class Proxy:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))  # expect: mro_entries 1
        return (int,)
class C(Proxy()): pass
print(C.__bases__, C.__orig_bases__ == C.__orig_bases__, C(5) + 1)  # expect: (<class 'int'>,) True 6
class Bad:
    def __mro_entries__(self, bases): return 5
try:
    class D(Bad()): pass
except TypeError as e:
    print(e)  # expect: __mro_entries__ must return a tuple
try:
    type("E", (Proxy(),), {})
except TypeError as e:
    print(e)  # expect: type() doesn't support MRO entry resolution; use types.new_class()
