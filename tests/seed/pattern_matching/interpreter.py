"""A little language, parsed with a generator and evaluated with match: tagged tuples, nesting, guards."""
import re


def tokens(text):
    for m in re.finditer(r"\s*(?:(\d+\.?\d*)|([A-Za-z_]\w*)|(==|<=|[-+*/()=<>,]))", text):
        match m.groups():
            case (str(n), None, None): yield "num", float(n) if "." in n else int(n)
            case (None, str(name), None): yield "name", name
            case (None, None, op): yield "op", op
    yield "end", None


class Parser:
    LEVELS = [("==", "<", "<="), ("+", "-"), ("*", "/")]

    def __init__(self, text):
        self.items = list(tokens(text))
        self.i = 0

    def peek(self): return self.items[self.i]

    def next(self):
        self.i += 1
        return self.items[self.i - 1]

    def statement(self):
        match self.items[self.i:self.i + 2]:
            case [("name", "let"), ("name", name)]:
                self.i += 2
                match self.next():
                    case ("op", "="): return ("let", name, self.expr())
                    case got: raise SyntaxError(f"expected '=', got {got[1]}")
            case [("name", "def"), ("name", name)]:
                self.i += 2
                params = self.arguments(lambda: self.next()[1])
                match self.next():
                    case ("op", "="): return ("def", name, params, self.expr())
            case _:
                return self.expr()

    def arguments(self, item):
        self.next()
        out = []
        while self.peek() != ("op", ")"):
            out.append(item())
            if self.peek() == ("op", ","):
                self.next()
        self.next()
        return out

    def expr(self, level=0):
        if self.peek() == ("name", "if"):
            self.next()
            test = self.expr()
            assert self.next() == ("name", "then")
            yes = self.expr()
            assert self.next() == ("name", "else")
            return ("if", test, yes, self.expr())
        if level == len(self.LEVELS):
            return self.atom()
        left = self.expr(level + 1)
        while True:
            match self.peek():
                case ("op", op) if op in self.LEVELS[level]:
                    self.next()
                    left = (op, left, self.expr(level + 1))
                case _:
                    return left

    def atom(self):
        match self.next():
            case ("num", n): return n
            case ("name", name) if self.peek() == ("op", "("): return ("call", name, self.arguments(self.expr))
            case ("name", name): return ("var", name)
            case ("op", "-"): return ("neg", self.atom())
            case ("op", "("):
                inner = self.expr()
                match self.next():
                    case ("op", ")"): return inner
                    case (_, got): raise SyntaxError(f"expected ')', got {got}")
            case (_, got): raise SyntaxError(f"unexpected {got}")


def simplify(e):
    match e:
        case (op, a, b) if op in "+-*/":
            match (op, simplify(a), simplify(b)):
                case ("+", 0, x) | ("+", x, 0) | ("*", 1, x) | ("*", x, 1) | ("-", x, 0) | ("/", x, 1): return x
                case ("*", 0, _) | ("*", _, 0): return 0
                case ("-", x, y) if x == y: return 0
                case (op, int(x) | float(x), int(y) | float(y)): return evaluate((op, x, y), {})
                case other: return other
        case ("neg", ("neg", x)): return simplify(x)
        case ("if", int(test), yes, no): return simplify(yes if test else no)
        case ("call", name, [*args]): return ("call", name, [simplify(a) for a in args])
        case _: return e


def evaluate(e, env):
    match e:
        case int() | float(): return e
        case ("var", name) if name in env: return env[name]
        case ("var", name): raise NameError(name)
        case ("neg", x): return -evaluate(x, env)
        case ("let", name, x):
            env[name] = evaluate(x, env)
            return env[name]
        case ("def", name, params, body):
            env[name] = ("fn", params, body)
            return name
        case ("if", test, yes, no): return evaluate(yes if evaluate(test, env) else no, env)
        case ("call", name, args):
            match env.get(name):
                case ("fn", params, body) if len(params) == len(args):
                    return evaluate(body, env | dict(zip(params, (evaluate(a, env) for a in args))))
                case ("fn", params, _): raise TypeError(f"{name} takes {len(params)}")
                case None: raise NameError(name)
                case other: raise TypeError(f"{other} is not a function")
        case ("+", a, b): return evaluate(a, env) + evaluate(b, env)
        case ("-", a, b): return evaluate(a, env) - evaluate(b, env)
        case ("*", a, b): return evaluate(a, env) * evaluate(b, env)
        case ("/", a, b): return evaluate(a, env) / evaluate(b, env)
        case (("==" | "<" | "<=") as op, a, b):
            x, y = evaluate(a, env), evaluate(b, env)
            return int({"==": x == y, "<": x < y, "<=": x <= y}[op])
        case _: raise ValueError(e)


env = {}
for line in ("1 + 2 * 3", "(1 + 2) * 3", "-2 * -(3)", "let x = 7", "x / 2 - 0.5", "def sq(n) = n * n", "sq(x) + sq(1 + 1)", "def fact(n) = if n < 2 then 1 else n * fact(n - 1)", "fact(20)", "def fib(n) = if n < 2 then n else fib(n - 1) + fib(n - 2)", "fib(12)", "y", "sq(1, 2)", "x(1)", "(1", "1 / 0", "let = 5", "x + 0 * y", "1 * x + 0", "if 1 then x else y", "x - x"):
    try:
        tree = Parser(line).statement()
        small = simplify(tree)
        print(f"{line:52} {evaluate(small, env)}" + (f"   {small}" if small != tree else ""))
    except Exception as e:
        print(f"{line:52} {type(e).__name__}: {e}")
