abcdef = 1
print(uvwxyz)
