width = "wide"
print(f"{3:{width}}")
