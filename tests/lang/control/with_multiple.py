class C:
    def __init__(self, n, swallow=False): self.n = n; self.swallow = swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, t, v, tb):
        print("exit", self.n, t and t.__name__)
        return self.swallow
with C(1) as a, C(2) as b:
    print(a, b)
with (C(3) as a, C(4, True) as b,):
    raise ValueError
print("next")
try:
    with C(5, False):
        raise KeyError
except KeyError:
    print("through")
def f():
    with C(6):
        return "value"
print(f())
for i in range(2):
    with C(7):
        continue

# output:
# enter 1
# enter 2
# 1 2
# exit 2 None
# exit 1 None
# enter 3
# enter 4
# exit 4 ValueError
# exit 3 None
# next
# enter 5
# exit 5 KeyError
# through
# enter 6
# exit 6 None
# value
# enter 7
# exit 7 None
# enter 7
# exit 7 None
