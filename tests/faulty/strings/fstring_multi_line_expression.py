x = 1
print(f"""first {x}
second {
    x / 0
} third""")
