import ast

SOURCE = """
def f(a, b=1, *args, **kw):
    for x in args:
        if x > b and not kw:
            yield [y * 2 for y in x if y]
    return {"a": a, **kw}

class C:
    x: int = 0
    def method(self):
        with open("f") as f:
            return f"{self.x!r:>10}"
""" * 3


def bench(loops):
    for _ in range(loops):
        compile(SOURCE, "<bench>", "exec")
        ast.parse(SOURCE)
        eval("1 + 2")
