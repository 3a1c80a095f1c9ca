def get(): return name
def use(): return len([1, 2])
try:
    get()
except NameError as e:
    print(e)  # expect: name 'name' is not defined
name = 1
for _ in range(30): get(); use()
print(get(), use())  # expect: 1 2
name = "changed"
print(get())  # expect: changed
del name
try:
    get()
except NameError as e:
    print(e)  # expect: name 'name' is not defined
import builtins
builtins.name = "builtin"
print(get())  # expect: builtin
name = "global shadows"
print(get())  # expect: global shadows
del name
print(get())  # expect: builtin
del builtins.name
len = lambda x: "mine"
print(use())  # expect: mine
del len
print(use())  # expect: 2
saved = builtins.len
builtins.len = lambda x: "patched builtin"
print(use())  # expect: patched builtin
builtins.len = saved
print(use())  # expect: 2
for i in range(100): globals()[f"g{i}"] = i
print(use(), g99)  # expect: 2 99
for i in range(100): del globals()[f"g{i}"]
name = 5
print(get())  # expect: 5
globals()["name"] = 6
print(get())  # expect: 6
globals().update(name=7)
print(get())  # expect: 7
exec("name = 8")
print(get())  # expect: 8
def setter(v):
    global name
    name = v
for i in range(30): setter(i)
print(get())  # expect: 29
ns = {"__builtins__": {"len": lambda x: "restricted"}}
exec("def f(): return len([])", ns)
print(ns["f"]())  # expect: restricted
ns["__builtins__"]["len"] = lambda x: "late change"
print(ns["f"]())  # expect: late change
class G(dict):
    def __missing__(self, k): return f"<{k}>"
exec("r = anything", G(r=0)) if False else print(eval("anything", {}, G()))  # expect: <anything>
f = type(get)(get.__code__, {"name": "other globals"})
print(f(), get())  # expect: other globals 29
