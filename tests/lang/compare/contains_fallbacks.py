class It:
    def __iter__(self):
        print("iter")
        return iter([1, 2, 3])
class Get:
    def __getitem__(self, i):
        print("get", i)
        if i > 2: raise IndexError
        return i * 10
class Con:
    def __contains__(self, x): return "truthy"
class No:
    __contains__ = None
    def __iter__(self): return iter([1])
print(2 in It(), 9 in It())
print(10 in Get(), 5 in Get())
print(1 in Con(), 1 not in Con())
try:
    1 in No()
except TypeError as e:
    print(e)
try:
    1 in 5
except TypeError as e:
    print(e)
try:
    1 in "abc"
except TypeError as e:
    print(e)

# output:
# iter
# iter
# True False
# get 0
# get 1
# get 0
# get 1
# get 2
# get 3
# True False
# True False
# 'No' object is not a container
# argument of type 'int' is not a container or iterable
# 'in <string>' requires string as left operand, not int
