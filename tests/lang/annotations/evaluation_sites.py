def show(x):
    print("evaluated", x)
    return x
class C:
    a: show(1)
    b: show(2) = 0
print("class made")
C.__annotations__
C.__annotations__
def f():
    v: show("local annotations are never evaluated") = 1
    return v
print(f())
class D(C): pass
print(D.__annotations__)
o = C()
o.attr: show(3) = 9
print(o.attr)
[0][0]: show(4)

# output:
# class made
# evaluated 1
# evaluated 2
# 1
# {}
# 9
