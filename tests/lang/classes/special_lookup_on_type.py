class C:
    def __len__(self): return 1
c = C()
c.__len__ = lambda: 99
c.__call__ = lambda: 5
print(len(c))
try:
    c()
except TypeError as e:
    print(e)
class Meta(type):
    def __getattribute__(cls, n):
        print("meta", n)
        return super().__getattribute__(n)
class D(metaclass=Meta):
    def __len__(self): return 10
    def __getattribute__(self, n):
        print("instance", n)
        return super().__getattribute__(n)
print(len(D()))
print(D().__len__())

# output:
# 1
# 'C' object is not callable
# 10
# instance __len__
# 10
