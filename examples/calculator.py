"""A calculator: tokens from a regular expression, precedence climbing, errors that point at the place."""

import operator
import re

TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<operator>\*\*|[-+*/%()]))")
BINARY = {"+": (1, operator.add), "-": (1, operator.sub), "*": (2, operator.mul), "/": (2, operator.truediv), "%": (2, operator.mod), "**": (4, operator.pow)}


class CalculatorError(Exception):
    def __init__(self, message, position):
        super().__init__(message)
        self.position = position


def tokenize(text):
    position = 0
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if match is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            raise CalculatorError(f"unexpected {text[start]!r}", start)
        yield match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
        position = match.end()
    yield "end", "", len(text)


class Parser:
    def __init__(self, text):
        self.tokens = tokenize(text)
        self.advance()

    def advance(self):
        self.kind, self.text, self.position = next(self.tokens)

    def expression(self, minimum=0):
        left = self.operand()
        while self.text in BINARY and BINARY[self.text][0] >= minimum:
            level, function = BINARY[self.text]
            position = self.position
            self.advance()
            # Powers group to the right, everything else to the left.
            right = self.expression(level if function is operator.pow else level + 1)
            try:
                left = function(left, right)
            except (ZeroDivisionError, OverflowError) as error:
                raise CalculatorError(str(error), position) from error
        return left

    def operand(self):
        kind, text, position = self.kind, self.text, self.position
        if kind == "end":
            raise CalculatorError("unexpected end", position)
        self.advance()
        match kind, text:
            case "number", digits:
                return float(digits) if "." in digits else int(digits)
            case "operator", "-":
                return -self.expression(3)
            case "operator", "(":
                inner = self.expression()
                if self.text != ")":
                    raise CalculatorError("expected )", self.position)
                self.advance()
                return inner
            case _:
                raise CalculatorError(f"unexpected {text!r}", position)


def calculate(text):
    parser = Parser(text)
    value = parser.expression()
    if parser.kind != "end":
        raise CalculatorError(f"unexpected {parser.text!r}", parser.position)
    return value


for line in ("1 + 2 * 3", "(1 + 2) * 3", "2 ** 3 ** 2", "-2 ** 2", "7 / 2 - 7 % 4", "2 ** 100", "1.5 * (2 + 3", "4 / (2 - 2)", "3 $ 4", "1 2", ""):
    try:
        print(f"{line:16} = {calculate(line)}")
    except CalculatorError as error:
        print(f"{line:16} ! {error}")
        print(" " * error.position + "^")
