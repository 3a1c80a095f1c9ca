x: missing = 1
print(__annotations__)
print(__annotate__(1))
