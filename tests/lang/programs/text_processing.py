import re
text = """alice 30 engineer
bob x manager
carol 41
dave 25 artist extra words"""
class ParseError(ValueError):
    def __init__(self, line, why):
        super().__init__(f"line {line}: {why}")
        self.line = line
def parse(text):
    for number, line in enumerate(text.splitlines(), 1):
        match line.split(maxsplit=2):
            case [name, age, job] if age.isdigit(): yield {"name": name, "age": int(age), "job": job}
            case [name, age] if age.isdigit(): yield {"name": name, "age": int(age), "job": None}
            case [_, age, *_]: raise ParseError(number, f"bad age {age!r}")
            case _: raise ParseError(number, "too short")
rows, errors = [], []
lines = text.splitlines()
for i, line in enumerate(lines):
    try:
        rows.extend(parse(line))
    except ParseError as e:
        errors.append((i, str(e)))
print(errors)
w = {k: max(len(str(r[k])) for r in rows) for k in rows[0]}
for r in sorted(rows, key=lambda r: -r["age"]): print(" | ".join(f"{str(v):<{w[k]}}" if isinstance(v, str) or v is None else f"{v:>{w[k]}}" for k, v in r.items()))
def rle(s): return "".join(f"{len(m[0])}{m[1]}" if len(m[0]) > 1 else m[1] for m in re.finditer(r"(.)\1*", s))
def unrle(s): return "".join(c * int(n or 1) for n, c in re.findall(r"(\d*)(\D)", s))
print(rle("aaabccdddd"), unrle(rle("aaabccdddd")))
def caesar(s, k): return s.translate({**{i: (i - 97 + k) % 26 + 97 for i in range(97, 123)}, **{i: (i - 65 + k) % 26 + 65 for i in range(65, 91)}})
print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3))
def justify(words, width):
    line, out = [], []
    for w in words.split() + [None]:
        if w is None or sum(map(len, line)) + len(line) + len(w) > width:
            if w is None: out.append(" ".join(line)); break
            gaps, spaces = len(line) - 1, width - sum(map(len, line))
            out.append("".join(x + " " * (spaces // gaps + (i < spaces % gaps) if i < gaps else 0) for i, x in enumerate(line)) if gaps else line[0])
            line = []
        line.append(w)
    return out
for l in justify("the quick brown fox jumps over the lazy dog and runs away", 18): print(f"[{l}]")
def levenshtein(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        prev, row[0] = row[0], i
        for j, y in enumerate(b, 1): prev, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, prev + (x != y))
    return row[-1]
print(levenshtein("kitten", "sitting"), levenshtein("", "abc"), levenshtein("flaw", "lawn"))
def _roman(n):
    out = ""
    for v, s in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        q, n = divmod(n, v)
        out += s * q
    return out
print([_roman(n) for n in (4, 9, 14, 1994, 2024)])
def brackets(s):
    stack = []
    for i, c in enumerate(s):
        if c in "([{": stack.append(c)
        elif c in ")]}" and (not stack or "([{".index(stack.pop()) != ")]}".index(c)): return i
    return None if not stack else len(s)
print([brackets(s) for s in ("([]{})", "(]", "((", "a(b)c", ")")])
print(" ".join(w[::-1] for w in "stressed drawer".split()), "".join(sorted(set("mississippi"))), max("banana", key="banana".count))
