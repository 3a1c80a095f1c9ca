def attempt(f, *a, **k):
    try:
        return f(*a, **k)
    except TypeError as e:
        print(e)
def zero(): pass
def one(a): pass
def two(a, b): pass
def opt(a, b=1): pass
def opt2(a=1): pass
def star(a, *, k=1): pass
def star2(a, *, k): pass
attempt(zero, 1)
attempt(zero, 1, 2)
attempt(one, 1, 2)
attempt(two, 1, 2, 3)
attempt(opt, 1, 2, 3)
attempt(opt2, 1, 2)
attempt(star, 1, 2)
attempt(star, 1, 2, k=3)
attempt(star2, 1, 2, 3, k=3)

# output:
# zero() takes 0 positional arguments but 1 was given
# zero() takes 0 positional arguments but 2 were given
# one() takes 1 positional argument but 2 were given
# two() takes 2 positional arguments but 3 were given
# opt() takes from 1 to 2 positional arguments but 3 were given
# opt2() takes from 0 to 1 positional arguments but 2 were given
# star() takes 1 positional argument but 2 were given
# star() takes 1 positional argument but 2 positional arguments (and 1 keyword-only argument) were given
# star2() takes 1 positional argument but 3 positional arguments (and 1 keyword-only argument) were given
