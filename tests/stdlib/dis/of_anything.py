# What holds of dis whatever the instructions are.
import contextlib, dis, io, subprocess, sys, tempfile, os


def shown(*args, show=dis.dis, **kwargs):
    with io.StringIO() as file:
        show(*args, file=file, **kwargs)
        return file.getvalue()


def f(a, b=1):
    x = a + b
    for i in range(x):
        if i:
            print(i)
    try:
        return x
    except ValueError as e:
        raise
    finally:
        del a


for options in {}, {"show_caches": True}, {"adaptive": True}, {"show_offsets": True}, {"show_positions": True}:
    print(sorted(options), shown(f, **options).count("ExceptionTable:"))
start = f.__code__.co_firstlineno
lines = {line.split()[0] for line in shown(f).splitlines() if line[:1].strip() or line[:3].strip()}
print([n for n in (1, 2, 3, 4, 6) if str(start + n) in lines])
print(f"{start + 1}:8-{start + 1}:13" in shown(f, show_positions=True))


class C:
    def method(self):
        return 1

    @classmethod
    def of_class(cls):
        return 2

    @staticmethod
    def static():
        return 3

    other = 4


print([line for line in shown(C).splitlines() if line.startswith("Disassembly")])


def generator():
    yield 1


async def coroutine():
    pass


async def asynchronous():
    yield


waiting = coroutine()
code = compile("1 + x", "", "eval")
for thing in (f, generator, generator(), waiting, asynchronous(), C().method, C.of_class, code, "x = 1", "x", lambda: 0):
    print(type(thing).__name__, bool(shown(thing)), dis.Bytecode(thing).codeobj.co_name)
waiting.close()
for thing in 1, None, 1.5, []:
    try:
        dis.Bytecode(thing)
    except TypeError as error:
        print(error)
try:
    shown(1)
except TypeError as error:
    print(error)


def outer():
    def inner():
        return lambda: 0

    return inner


for depth in None, 0, 1:
    print(depth, shown(outer, depth=depth).count("Disassembly of <code object"))

# Tracebacks.
try:
    dis.distb()
except RuntimeError as error:
    print(error)
try:
    f("a")
except TypeError as error:
    traceback = error.__traceback__
    inner = traceback.tb_next
    for text in shown(inner, show=dis.distb), dis.Bytecode.from_traceback(traceback).dis():
        print(text.count("-->"), f"{start + 1}" in text)
    print(dis.Bytecode.from_traceback(traceback).current_offset == inner.tb_lasti)
    sys.last_exc = error
    print(shown(show=dis.distb) == shown(show=dis.dis) == shown(inner, show=dis.distb))
    sys.last_traceback = traceback
    del sys.last_exc
    print(shown(show=dis.distb).count("-->"))

# Instructions, one by one.
instructions = list(dis.get_instructions(f))
print(instructions[0]._fields)
print(all(isinstance(instruction, dis.Instruction) for instruction in instructions))
print(all(a.offset < b.offset for a, b in zip(instructions, instructions[1:])))
print({line - start for line in (each.line_number for each in instructions) if line} == {0, 1, 2, 3, 4, 5, 6, 7, 8, 10})
targets = {each.jump_target for each in instructions if each.jump_target is not None}
print(len(targets) > 2, targets <= {each.offset for each in instructions if each.is_jump_target})
for each in instructions:
    assert each.opname == dis.opname[each.opcode] and each.baseopname == dis.opname[each.baseopcode]
    assert each.oparg == each.arg and each.start_offset <= each.offset < each.cache_offset <= each.end_offset
    assert each.positions.lineno == each.line_number and str(each)
    for name, size, data in each.cache_info or ():
        assert len(data) == 2 * size
print({each.argval for each in instructions} >= {"range", "print", "ValueError"} or {each.argval for each in instructions})
moved = list(dis.get_instructions(f, first_line=1000))
print([a.line_number - b.line_number for a, b in zip(moved, instructions) if b.line_number][0] == 1000 - start)
made = dis.Instruction.make(dis.opname[1], 1, 2, "three", 4, 4, True, 5)
print(made.opcode, made.arg, made.argval, made.argrepr, made.offset, made.line_number, made.label)

bytecode = dis.Bytecode(f, first_line=50)
print(bytecode.first_line, bytecode.codeobj is f.__code__, bytecode.current_offset, len(bytecode.exception_entries) > 0)
print(repr(dis.Bytecode("x")), bytecode.info() == dis.code_info(f))
print("50" in bytecode.dis().split(), str(start) in bytecode.dis().split())
print([line for _, line in dis.findlinestarts(code)] and [*dis.findlinestarts(code)][-1][1])

info = dis.code_info(f).splitlines()
print(*info[:1], *info[2:6], sep="\n")
print("Variable names:" in info, "   0: a" in info, "   4: e" in info, "   0: range" in info)
print(shown(generator, show=dis.show_code) == dis.code_info(generator) + "\n", "GENERATOR" in dis.code_info(generator))
print(dis.pretty_flags(3), dis.pretty_flags(0x23), dis.pretty_flags(0), list(dis.cmp_op))
try:
    dis.stack_effect(300)
except ValueError as error:
    print(error)

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "program.py")
    with open(path, "w") as file:
        file.write("def f():\n    return 1\nprint(f())\n")
    for options in [], ["-C"], ["-O"], ["-P"], ["-S"]:
        done = subprocess.run([sys.executable, "-m", "dis", *options, path], capture_output=True, text=True)
        print(done.returncode, done.stdout.count("Disassembly of <code object f at"), done.stderr)
    done = subprocess.run([sys.executable, "-m", "dis"], input="x = 1", capture_output=True, text=True)
    print(done.returncode, "x" in done.stdout)
