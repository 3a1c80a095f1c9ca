x = 1
def f():
    print(x)
    x = 2
try:
    f()
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'x' where it is not associated with a value
def g():
    def h(): return y
    try:
        h()
    except NameError as e:
        print(e)  # expect: cannot access free variable 'y' where it is not associated with a value in enclosing scope
    y = 1
    print(h())  # expect: 1
    del y
    try:
        h()
    except NameError as e:
        print(type(e).__name__, e)  # expect: NameError cannot access free variable 'y' where it is not associated with a value in enclosing scope
g()
def k():
    if False:
        z = 1
    return z
try:
    k()
except UnboundLocalError as e:
    print(e)  # expect: cannot access local variable 'z' where it is not associated with a value
