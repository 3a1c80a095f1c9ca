import sys, types
m = types.ModuleType("made")
m.public = 1
m._private = 2
sys.modules["made"] = m
ns = {}
exec("from made import *", ns)
print("public" in ns, "_private" in ns)  # expect: True False
m.__all__ = ["_private"]
ns = {}
exec("from made import *", ns)
print("public" in ns, "_private" in ns)  # expect: False True
m.__all__ = ["absent"]
try:
    exec("from made import *", {})
except AttributeError as e:
    print(e)  # expect: module 'made' has no attribute 'absent'
m.__all__ = [5]
try:
    exec("from made import *", {})
except TypeError as e:
    print(e)  # expect: Item in made.__all__ must be str, not int
try:
    compile("def f():\n from made import *", "<t>", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: import * only allowed at module level
