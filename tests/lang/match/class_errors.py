class NoArgs: pass
class Two:
    __match_args__ = ("a", "b")
class BadArgs:
    __match_args__ = ["a"]
class BadName:
    __match_args__ = (5,)
class Dup:
    __match_args__ = ("a",)
    a = 1
def attempt(f):
    try:
        print(f())
    except TypeError as e:
        print(e)
def m1():
    match NoArgs():
        case NoArgs(1): pass
def m2():
    match Two():
        case Two(1, 2, 3): pass
def m3():
    match BadArgs():
        case BadArgs(1): pass
def m4():
    match BadName():
        case BadName(1): pass
def m5():
    match Dup():
        case Dup(1, a=1): pass
def m6():
    x = 5
    match 1:
        case x(): pass
def m7():
    match 5:
        case int(1, 2): pass
def m8():
    match Two():
        case Two(1): return "matched"
        case _: return "attribute missing is no match"
for m in (m1, m2, m3, m4, m5, m6, m7, m8):
    attempt(m)

# output:
# NoArgs() accepts 0 positional sub-patterns (1 given)
# Two() accepts 2 positional sub-patterns (3 given)
# BadArgs.__match_args__ must be a tuple (got list)
# __match_args__ elements must be strings (got int)
# Dup() got multiple sub-patterns for attribute 'a'
# called match pattern must be a class
# int() accepts 1 positional sub-pattern (2 given)
# attribute missing is no match
