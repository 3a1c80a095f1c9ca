x = "global"
def f():
    x = "local"
    class C:
        y = x
        x = "class"
        def m(self): return x
    return C
C = f()
print(C.y, C.x, C().m())  # expect: global class local
class D:
    print(x)  # expect: global
    x = x + "!"
    print(x)  # expect: global!
    del x
    print(x)  # expect: global
class E:
    for i in range(3): pass
    if i == 2:
        z = "set"
print(E.i, E.z)  # expect: 2 set
