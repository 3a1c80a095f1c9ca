def t(x):
    print("eval", x)
    return x
print(t(0) or t(5) or t(9))
print(t(1) and t(0) and t(9))
print(t(0) and t(1) or t(2))
print(not t("") and t("x"))
if t(1) and (t(0) or t(3)): print("taken")
print(0 or [] and 1, [] and 0 or None)
