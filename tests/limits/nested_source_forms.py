"""Deep nesting in source text, of every kind of expression and statement: an exception, or code."""
def tell(source, mode="eval"):
    try:
        compile(source, "<s>", mode)
        print("compiled")
    except (SyntaxError, MemoryError, RecursionError) as error:
        print(type(error).__name__ in ("SyntaxError", "MemoryError", "RecursionError"))
n = 20_000
for o, c in ["()", "[]", "{}"]:
    tell(o * n)
    tell(o * n + c * n)
tell("-" * n + "1")
tell("not " * n + "1")
tell("1" + "+1" * 300)
tell("1" + "**1" * n)
tell("a" + ".b" * n)
tell("a" + "()" * n)
tell("a" + "[0]" * n)
tell("lambda:" * n + "1")
tell("f'{" * n)
tell("1 if 1 else " * n + "1")
tell("await " * n + "1")
tell("x=" * n + "1", "exec")
tell("if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 200)) , "exec")
tell("try:\n pass\nfinally:\n pass\n" * 1000, "exec")
tell("elif".join(["if 1:\n pass\n"] + [" 1:\n pass\n"] * n), "exec")
tell("@a\n" * n + "def f(): pass", "exec")
tell("with a, " + "a, " * n + "a: pass", "exec")
tell("match x:\n case " + "[" * n, "exec")
tell("match x:\n case " + "1|" * n + "1: pass", "exec")
