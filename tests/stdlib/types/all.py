import types
print(types.FunctionType.__name__, types.SimpleNamespace(a=1, b=[2]), types.MappingProxyType({"k": 1}), types.NoneType, types.ModuleType("m"), types.GenericAlias(list, (int,)), types.UnionType)
ns = types.SimpleNamespace(x=1); ns.y = 2; del ns.x; print(ns, ns == types.SimpleNamespace(y=2), vars(ns))
m = types.MappingProxyType({"a": 1}); print(m["a"], len(m), list(m), m | {"b": 2}, m == {"a": 1}, "a" in m, m.get("z"))
for f in (lambda: m.__setitem__, lambda: exec("m['x'] = 1"), lambda: types.MappingProxyType(5), lambda: types.SimpleNamespace(1, 2), lambda: ns.zz, lambda: types.ModuleType(5), lambda: types.FunctionType(5, {}), lambda: types.CodeType()):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
C = types.new_class("C", (int,), {}, lambda d: d.update(x=5)); print(C.x, C(3) + 1, types.get_original_bases(C))
class D:
    @types.DynamicClassAttribute
    def v(self): return "instance"
print(D().v)
def gen(): yield 1
async def co(): pass
c = co()
print(type(gen()) is types.GeneratorType, type(c) is types.CoroutineType, isinstance(len, types.BuiltinFunctionType), isinstance(str.join, types.MethodDescriptorType), isinstance(gen.__code__, types.CodeType), type(int.__add__) is types.WrapperDescriptorType)
c.close()

# output:
# function namespace(a=1, b=[2]) {'k': 1} <class 'NoneType'> <module 'm'> list[int] <class 'typing.Union'>
# namespace(y=2) True {'y': 2}
# 1 1 ['a'] {'a': 1, 'b': 2} True True None
# AttributeError 'mappingproxy' object has no attribute '__setitem__'
# TypeError 'mappingproxy' object does not support item assignment
# TypeError mappingproxy() argument must be a mapping, not int
# TypeError SimpleNamespace expected at most 1 argument, got 2
# AttributeError 'types.SimpleNamespace' object has no attribute 'zz'
# TypeError module() argument 'name' must be str, not int
# TypeError function() argument 'code' must be code, not int
# TypeError code expected at least 16 arguments, got 0
# 5 4 (<class 'int'>,)
# instance
# True True True True True True
