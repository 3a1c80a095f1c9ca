def f():
    global created
    created = "made"
f()
print(created)  # expect: made
len_backup = len
def len(x): return "mine"
print(len([1]))  # expect: mine
del len
print(len([1]))  # expect: 1
import builtins
builtins.extra = "from builtins"
print(extra)  # expect: from builtins
def g():
    global created
    del created
g()
try:
    created
except NameError as e:
    print(e)  # expect: name 'created' is not defined
