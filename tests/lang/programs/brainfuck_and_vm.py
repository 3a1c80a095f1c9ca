def bf(code, data=""):
    jumps, stack = {}, []
    for i, c in enumerate(code):
        if c == "[": stack.append(i)
        elif c == "]": j = stack.pop(); jumps[i], jumps[j] = j, i
    tape, p, i, out, inp = [0] * 100, 0, 0, [], iter(data)
    while i < len(code):
        match code[i]:
            case ">": p += 1
            case "<": p -= 1
            case "+": tape[p] = (tape[p] + 1) % 256
            case "-": tape[p] = (tape[p] - 1) % 256
            case ".": out.append(chr(tape[p]))
            case ",": tape[p] = ord(next(inp, "\0"))
            case "[" if not tape[p]: i = jumps[i]
            case "]" if tape[p]: i = jumps[i]
        i += 1
    return "".join(out)
print(bf("++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."), bf(",[.,]", "echo"))
class VM:
    def __init__(self, program): self.code, self.stack, self.env, self.out = program, [], {}, []
    def run(self, limit=10000):
        pc = 0
        ops = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "lt": lambda a, b: int(a < b)}
        while pc < len(self.code):
            limit -= 1
            if limit < 0: raise RuntimeError("out of fuel")
            op, *args = self.code[pc]
            pc += 1
            if op in ops: b, a = self.stack.pop(), self.stack.pop(); self.stack.append(ops[op](a, b))
            elif op == "push": self.stack.append(*args)
            elif op == "load": self.stack.append(self.env[args[0]])
            elif op == "store": self.env[args[0]] = self.stack.pop()
            elif op == "jump": pc = args[0]
            elif op == "jz":
                if not self.stack.pop(): pc = args[0]
            elif op == "print": self.out.append(self.stack.pop())
            else: raise ValueError(f"bad op {op}")
        return self.out
loop = [("push", 1), ("store", "n"), ("load", "n"), ("push", 6), ("lt",), ("jz", 13), ("load", "n"), ("load", "n"), ("mul",), ("print",), ("load", "n"), ("jump", 14), ("push", 0), ("jump", 18), ("push", 1), ("add",), ("store", "n"), ("jump", 2)]
print(VM(loop).run())
for bad in ([("jump", 0)], [("pop",)], [("add",)], [("load", "x")]):
    try:
        VM(bad).run()
    except Exception as e:
        print(type(e).__name__, e)

# output:
# Hello World! echo
# [1, 4, 9, 16, 25]
# RuntimeError out of fuel
# ValueError bad op pop
# IndexError pop from empty list
# KeyError 'x'
