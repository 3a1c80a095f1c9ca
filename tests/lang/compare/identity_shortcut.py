class Never:
    def __eq__(self, o):
        print("asked")  # expect: asked
        return False
n = Never()
print([n] == [n], n in [n], n == n)  # expect: True True False
print((n,) == (n,), {1: n} == {1: n}, [n].index(n), [n].count(n))  # expect: True True 0 1
nan = float("nan")
print([nan] == [nan], nan in (nan,), {nan: 1}[nan])  # expect: True True 1
