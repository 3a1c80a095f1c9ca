def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
def one(a): pass
def two(a, b): pass
def three(a, b, c): pass
def four(a, b, c, d=1): pass
def kw1(*, a): pass
def kw2(*, a, b): pass
def kw3(*, a, b, c): pass
def mixed(a, *, b): pass
attempt(one)
attempt(two)
attempt(two, 1)
attempt(two, b=1)
attempt(three)
attempt(three, 1)
attempt(four, d=2)
attempt(kw1)
attempt(kw2)
attempt(kw3)
attempt(mixed)
attempt(mixed, b=1)
attempt(mixed, 1)

# output:
# one() missing 1 required positional argument: 'a'
# two() missing 2 required positional arguments: 'a' and 'b'
# two() missing 1 required positional argument: 'b'
# two() missing 1 required positional argument: 'a'
# three() missing 3 required positional arguments: 'a', 'b', and 'c'
# three() missing 2 required positional arguments: 'b' and 'c'
# four() missing 3 required positional arguments: 'a', 'b', and 'c'
# kw1() missing 1 required keyword-only argument: 'a'
# kw2() missing 2 required keyword-only arguments: 'a' and 'b'
# kw3() missing 3 required keyword-only arguments: 'a', 'b', and 'c'
# mixed() missing 1 required positional argument: 'a'
# mixed() missing 1 required positional argument: 'a'
# mixed() missing 1 required keyword-only argument: 'b'
