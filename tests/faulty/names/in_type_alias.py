type A = list[missing]
A.__value__
