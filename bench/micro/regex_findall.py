import re

SOURCE = 'def name(a, b=10):\n    "text"  # why\n    return [a + b * 2.5, name(b) ** 3]\n'
TOKEN = re.compile(r"""(?P<number>\d+(?:\.\d*)?)|(?P<name>[^\W\d]\w*)|(?P<text>"[^"\n]*")|(?P<space>\s+)|(?P<note>\#.*)|(?P<op>\*\*|.)""")
WORDS = re.compile(r"\w+")


def bench(loops):
    for _ in range(loops):
        for found in TOKEN.finditer(SOURCE):
            found.lastgroup, found.group()
        WORDS.findall(SOURCE); re.findall(r"(\w)(\d)", SOURCE)
