def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
attempt(len, obj=[])
attempt(ord, c="a")
attempt([].append, object=1)
attempt("a".split, separator=",")
print("a b".split(maxsplit=0))
print(sorted([2, 1], reverse=True), int("ff", base=16))
attempt(int, x="5")
attempt(pow, 2, 3, modulus=4)
print(pow(base=2, exp=3, mod=5))
print(sum([1], start=5), round(number=2.567, ndigits=1))

# output:
# len() takes no keyword arguments
# ord() takes no keyword arguments
# list.append() takes no keyword arguments
# split() got an unexpected keyword argument 'separator'
# ['a b']
# [2, 1] 255
# int() got an unexpected keyword argument 'x'
# pow() got an unexpected keyword argument 'modulus'
# 3
# 6 2.6
