d = {"a": 1, "b": 2}
d["c"] = 3
print(d)
print(d["a"], d.get("z"), d.get("z", 0))
print("b" in d, len(d))
del d["a"]
print(list(d.items()))
for k, v in d.items():
    print(k, v)

# output:
# {'a': 1, 'b': 2, 'c': 3}
# 1 None 0
# True 3
# [('b', 2), ('c', 3)]
# b 2
# c 3
