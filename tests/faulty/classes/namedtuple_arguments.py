from collections import namedtuple
namedtuple("P", "x y")(1)
