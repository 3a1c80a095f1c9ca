class Value:
    def __init__(self, name, truth):
        self.name, self.truth = name, truth

    def __bool__(self):
        print(self.name, end=" ")
        return self.truth

    def __repr__(self):
        return self.name


a, b, c, d = Value("a", False), Value("b", True), Value("c", True), Value("d", True)
print(a and b or c or d)
print(b and a or c)
print(a or b and c or d)
print((a or b) and c and d)
print(not (a and b or c))
print((a and (b or c)) or (a or d))
print(True and a, False or c, False and a, True or c)
# output:
# a c c
# b a c
# a b c c
# a b c d
# a c False
# a a d
# a c False True
