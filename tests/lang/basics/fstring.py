name = "World"
n = 42
print(f"Hello {name}!")  # expect: Hello World!
print(f"{n:5d}|{n:<5}|{n:05}|{n:x}")  # expect:    42|42   |00042|2a
print(f"{3.14159:.2f} {name!r} {n=}")  # expect: 3.14 'World' n=42
print(f"{{literal}} {n + 1}")  # expect: {literal} 43
