print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "a" == "a", "a" != "b", "é" > "z", "😀" > "\uffff", "a" == 97)
print(sorted(["b", "A", "a", "B", "é", "10", "9"]), min("hello"), max("hello"))
print(hash("a" + "b") == hash("ab"), "ab" is "a" "b" if False else True, {"ab": 1}["a" + "b"])
print("abc".__contains__("b"), "abc".__eq__(5), "a".__lt__(5), "a".__add__("b"))

# output:
# True False True True True True True True True False
# ['10', '9', 'A', 'B', 'a', 'b', 'é'] e o
# True True 1
# True NotImplemented NotImplemented ab
