x, w, p = 3.14159, 10, 2
print(f"{x:{w}.{p}f}|{x:<{w}}|{x!r:>{w}}")  # expect:       3.14|3.14159   |   3.14159
print(f"{f'{x:.1f}'} {'a' + f"{'b'}"}")  # expect: 3.1 ab
print(f"{ {'k': 1}['k'] } {[i for i in range(3)]} {(lambda: 5)()}")  # expect: 1 [0, 1, 2] 5
print(f"{x = } {x=:.2f} {x = !s} {1 + 1 = }")  # expect: x = 3.14159 x=3.14 x = 3.14159 1 + 1 = 2
print(f"{'nested "quotes"'} {"same " "quotes"}")  # expect: nested "quotes" same quotes
print(f"""{
    x  # a comment
    :.3f
}""")
print(f"{'\n'.join(['a', 'b'])}")
print(f"{{}} {{{x:.0f}}} }}{{")

# raises: ' for object of type 'float'
