a = [1, 2]
print(a + [3], a * 2, 3 * a, a * 0, a * -1, a == [1, 2], a != [1], a < [1, 3], [] < [1], [1, 2] <= [1, 2], [2] > [1, 9])
b = [[]] * 2
b[0].append(1)
print(b, len(a), 2 in a, "x" in a, bool([]), a.__add__([5]), list(reversed(a)))
a *= 2
print(a)
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ":", e)
attempt(lambda: [1] + (2,))
attempt(lambda: [1] + 5)
attempt(lambda: [1] * 1.5)
attempt(lambda: [1] * [2])
attempt(lambda: [1] < 5)
attempt(lambda: [1] - [1])
attempt(lambda: hash([1]))
attempt(lambda: [1] * 2**100)
attempt(lambda: {[1]: 2})

# output:
# [1, 2, 3] [1, 2, 1, 2] [1, 2, 1, 2, 1, 2] [] [] True True True True True True
# [[1], [1]] 2 True False False [1, 2, 5] [2, 1]
# [1, 2, 1, 2]
# TypeError: can only concatenate list (not "tuple") to list
# TypeError: can only concatenate list (not "int") to list
# TypeError: can't multiply sequence by non-int of type 'float'
# TypeError: can't multiply sequence by non-int of type 'list'
# TypeError: '<' not supported between instances of 'list' and 'int'
# TypeError: unsupported operand type(s) for -: 'list' and 'list'
# TypeError: unhashable type: 'list'
# OverflowError: cannot fit 'int' into an index-sized integer
# TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
