class OnlyEq:
    def __eq__(self, o): return True
print(OnlyEq.__hash__)  # expect: None
try:
    hash(OnlyEq())
except TypeError as e:
    print(e)  # expect: unhashable type: 'OnlyEq'
class Both:
    def __eq__(self, o): return True
    def __hash__(self): return 7
print(hash(Both()), len({Both(), Both()}))  # expect: 7 1
class Sub(Both):
    def __eq__(self, o): return False
print(Sub.__hash__)  # expect: None
class Keep(Both):
    def __eq__(self, o): return False
    __hash__ = Both.__hash__
print(hash(Keep()))  # expect: 7
class Bad:
    def __hash__(self): return "x"
try:
    hash(Bad())
except TypeError as e:
    print(e)  # expect: __hash__ method should return an integer
class Big:
    def __hash__(self): return 2**100
print(hash(Big()) == hash(2**100))  # expect: True
class Minus:
    def __hash__(self): return -1
print(hash(Minus()))  # expect: -2
