# A key of f_locals need not be a str: one that is equal to a name will do.
import sys


class Like:
    def __hash__(self):
        return hash("x")

    def __eq__(self, other):
        return other == "x"


def function():
    x = 1
    names = sys._getframe().f_locals
    names[Like()] = 2
    print(x, names[Like()], Like() in names)
    print(reversed(names))
    try:
        names[[]]
    except TypeError as error:
        print(error)


function()

# output:
# 2 2 True
# ['names', 'x']
# unhashable type: 'list'
