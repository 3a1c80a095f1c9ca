class A:
    __secret = 1
    def __init__(self): self.__v = 5
    def get(self): return self.__v, self.__secret
    def __m(self): return "m"
    def call(self): return self.__m()
    __dunder__ = "plain"
a = A()
print(a.get(), a.call(), a._A__v, A._A__secret, A.__dunder__)  # expect: (5, 1) m 5 1 plain
print(sorted(k for k in vars(a)))  # expect: ['_A__v']
try:
    a.__v
except AttributeError as e:
    print(e)  # expect: 'A' object has no attribute '__v'
class _Under:
    __x = 1
print(_Under._Under__x)  # expect: 1
