d = {}
for k in "zebra": d[k] = ord(k)
print(d)
del d["e"]; d["e"] = 1
print(list(d))
d["z"] = "updated keeps place"
print(list(d), list(reversed(d)), list(reversed(d.items()))[0])
d.update(b=0, new=1)
print(list(d.items()))
for i in range(20): d[i] = i
for i in range(0, 20, 2): del d[i]
print(list(d))
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} == {"a": 1.0}, {"a": 1} != {"a": 2}, {} == {}, {"a": 1} == 5)

# output:
# {'z': 122, 'e': 101, 'b': 98, 'r': 114, 'a': 97}
# ['z', 'b', 'r', 'a', 'e']
# ['z', 'b', 'r', 'a', 'e'] ['e', 'a', 'r', 'b', 'z'] ('e', 1)
# [('z', 'updated keeps place'), ('b', 0), ('r', 114), ('a', 97), ('e', 1), ('new', 1)]
# ['z', 'b', 'r', 'a', 'e', 'new', 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
# True True True True False
