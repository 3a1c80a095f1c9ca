def t(x):
    print("eval", x)
    return x
class D(dict):
    def __setitem__(self, k, v):
        print("set", k, v)
d = D()
d[t("key")] = t("value")
d[t("a")], d[t("b")] = t(1), t(2)
t([0, 0])[t(0)] = t("rhs first")
class O: pass
(t('target') and O).attr = t(5)
i = 0
i, xs = 1, [10, 20]
i, xs[i] = 0, "changed"
print(i, xs)

# output:
# eval value
# eval key
# set key value
# eval 1
# eval 2
# eval a
# set a 1
# eval b
# set b 2
# eval rhs first
# eval [0, 0]
# eval 0
# eval 5
# eval target
# 0 ['changed', 20]
