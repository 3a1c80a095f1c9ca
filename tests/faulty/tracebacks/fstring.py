x = 1
print(f"value {x!r:>{x / 0}}")
