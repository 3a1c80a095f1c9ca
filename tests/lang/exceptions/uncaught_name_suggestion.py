counter = 1
print(countr)  # raises: NameError: name 'countr' is not defined. Did you mean: 'counter'?
