def f(text): return text.nope
f("""
first
second
""")
