x, w, p = 3.14159, 10, 2
print(f"{x:{w}.{p}f}|{x:<{w}}|{x!r:>{w}}")
print(f"{f'{x:.1f}'} {'a' + f"{'b'}"}")
print(f"{ {'k': 1}['k'] } {[i for i in range(3)]} {(lambda: 5)()}")
print(f"{x = } {x=:.2f} {x = !s} {1 + 1 = }")
print(f"{'nested "quotes"'} {"same " "quotes"}")
print(f"""{
    x  # a comment
    :.3f}""")
print(f"{'\n'.join(['a', 'b'])}")
print(f"{{}} {{{x:.0f}}} }}{{")

# output:
#       3.14|3.14159   |   3.14159
# 3.1 ab
# 1 [0, 1, 2] 5
# x = 3.14159 x=3.14 x = 3.14159 1 + 1 = 2
# nested "quotes" same quotes
# 3.142
# a
# b
# {} {3} }{
