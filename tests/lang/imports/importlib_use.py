import importlib, sys
m = importlib.import_module("_pkg.one")
print(m.value)
m.value = 99
importlib.reload(m)
print(m.value)
print(importlib.import_module(".one", "_pkg") is m)
print(importlib.util.find_spec("json").name if hasattr(importlib, "util") else "json")
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "virtual":
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, Loader())
class Loader:
    def create_module(self, spec): return None
    def exec_module(self, module): module.answer = 42
sys.meta_path.insert(0, Finder)
import virtual
print(virtual.answer, virtual.__spec__.name)

# output:
# pkg loading _pkg _pkg
# one loading _pkg.one _pkg
# 1
# one loading _pkg.one _pkg
# 1
# True
# json
# 42 virtual
