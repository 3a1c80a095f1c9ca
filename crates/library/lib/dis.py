"""Show the instructions of code, as a list of lines or one by one.

The instructions are Taipan's: each names the registers it works on.  Offsets are those
of tracebacks and frames.
"""

import collections
import io
import sys
import types

import _opcode

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels", "show_code",
           "get_instructions", "Instruction", "Bytecode", "stack_effect", "opname", "opmap", "cmp_op",
           "hasarg", "hasconst", "hasname", "hasjump", "hasjrel", "hasjabs", "haslocal", "hascompare", "hasfree",
           "hasexc", "HAVE_ARGUMENT", "EXTENDED_ARG"]

opname = _opcode._names()
opmap = {name: number for number, name in enumerate(opname)}
cmp_op = ('<', '<=', '==', '!=', '>', '>=')
hasarg = list(range(len(opname)))
hasconst = [opmap[name] for name in ('LOAD_CONST', 'LOAD_CONST_WIDE', 'MAKE_FUNCTION', 'CALL_KW', 'CALL_METHOD_KW')]
hasname = [number for name, number in opmap.items() if 'GLOBAL' in name or 'NAME' in name or 'ATTR' in name]
hasjump = [number for name, number in opmap.items() if 'JUMP' in name or name in ('FOR_ITER', 'SEND')]
hasjrel = hasjump
hasjabs = []
haslocal = []
hascompare = [opmap[name] for name in ('LT', 'LE', 'EQ', 'NE', 'GT', 'GE')]
hasfree = [opmap[name] for name in ('LOAD_FREE', 'STORE_FREE', 'DELETE_FREE')]
hasexc = []
HAVE_ARGUMENT = 0
EXTENDED_ARG = -1

COMPILER_FLAG_NAMES = {
    1: "OPTIMIZED",
    2: "NEWLOCALS",
    4: "VARARGS",
    8: "VARKEYWORDS",
    16: "NESTED",
    32: "GENERATOR",
    64: "NOFREE",
    128: "COROUTINE",
    256: "ITERABLE_COROUTINE",
    512: "ASYNC_GENERATOR",
    0x4000000: "HAS_DOCSTRING",
    0x8000000: "METHOD",
}

_have_code = (types.MethodType, types.FunctionType, types.CodeType, classmethod, staticmethod, type)

Positions = collections.namedtuple(
    'Positions', ['lineno', 'end_lineno', 'col_offset', 'end_col_offset'], defaults=[None] * 4)

_Instruction = collections.namedtuple(
    "_Instruction",
    ['opname', 'opcode', 'arg', 'argval', 'argrepr', 'offset', 'start_offset', 'starts_line', 'line_number', 'label',
     'positions', 'cache_info'],
    defaults=[None, None, None])


class Instruction(_Instruction):
    """One instruction: its name, its operands as text (argrepr), and what it refers to (argval)."""

    __slots__ = ()

    @staticmethod
    def make(opname, arg, argval, argrepr, offset, start_offset, starts_line, line_number, label=None, positions=None,
             cache_info=None):
        return Instruction(opname, opmap[opname], arg, argval, argrepr, offset, start_offset, starts_line, line_number,
                           label, positions, cache_info)

    @property
    def baseopcode(self):
        return self.opcode

    @property
    def baseopname(self):
        return self.opname

    @property
    def oparg(self):
        return self.arg

    @property
    def cache_offset(self):
        """Where the rest of the instruction begins."""
        return self.offset + 2

    @property
    def end_offset(self):
        """Where the next instruction begins."""
        return self.cache_offset + 2 * sum(size for _, size, _ in self.cache_info or ())

    @property
    def is_jump_target(self):
        return self.label is not None

    @property
    def jump_target(self):
        return self.argval if self.opcode in hasjump else None

    def __str__(self):
        return _line(self, False)


_NO_LINE = '--'


def _range(positions):
    """A range in the source, in a few characters."""
    if positions is None or all(each is None for each in positions):
        return _NO_LINE
    line, end_line, column, end_column = ('?' if each is None else each for each in positions)
    return f"{line}:{column}-{end_line}:{end_column}"


def _line(instruction, marked, line_width=3, with_offset=False, with_range=False):
    line = ''
    if with_range:
        line = _range(instruction.positions)
    elif instruction.starts_line:
        line = _NO_LINE if instruction.line_number is None else str(instruction.line_number)
    label = f"L{instruction.label}:" if instruction.label is not None else ''
    parts = [line.rjust(line_width), '-->' if marked else '   ', label.rjust(5)]
    if with_offset:
        parts.append(str(instruction.offset).rjust(5))
    parts.append(instruction.opname.ljust(22))
    return (' '.join(parts) + ' ' + instruction.argrepr).rstrip()


def _code_of(x):
    for attribute in ('__func__', '__code__', 'gi_code', 'ag_code', 'cr_code'):
        found = getattr(x, attribute, None)
        if found is not None:
            x = found
    return x


def _get_code_object(x):
    x = _code_of(x)
    if isinstance(x, str):
        try:
            return compile(x, '<disassembly>', 'eval')
        except SyntaxError:
            return compile(x, '<disassembly>', 'exec')
    if hasattr(x, 'co_code'):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


_ExceptionTableEntry = collections.namedtuple("_ExceptionTableEntry", "start end target depth lasti")


def _numbers(table):
    """The numbers of an exception table: six bits a byte, the highest first."""
    value = 0
    for byte in table:
        value = value << 6 | byte & 63
        if not byte & 64:
            yield value
            value = 0


def _parse_exception_table(co):
    """The ranges of code whose exceptions are handled, and where."""
    numbers = _numbers(co.co_exceptiontable)
    entries = []
    for start, length, target, depth in zip(numbers, numbers, numbers, numbers):
        entries.append(_ExceptionTableEntry(start * 2, (start + length) * 2, target * 2, depth >> 1, bool(depth & 1)))
    return entries


def _labels(rows, handlers=()):
    targets = {row[6] for row in rows if row[6] is not None}
    for entry in handlers:
        targets.update((entry.start, entry.end, entry.target))
    targets = sorted(targets)
    return {target: number for number, target in enumerate(targets, 1)}


def _instructions(co, line_offset=0):
    rows = _opcode._instructions(co)
    labels = _labels(rows, _parse_exception_table(co))
    positions = list(co.co_positions())
    last = False
    ends = [row[0] for row in rows[1:]] + [len(co.co_code)]
    for (offset, opcode, name, text, constant, name_index, target), end in zip(rows, ends):
        place = Positions(*positions[offset // 2]) if offset // 2 < len(positions) else Positions()
        line = None if place.lineno is None else place.lineno + line_offset
        arg, argval = None, None
        if constant is not None:
            arg, argval = constant, co.co_consts[constant]
        elif name_index is not None:
            arg, argval = name_index, co.co_names[name_index]
        elif target is not None:
            arg, argval = target, target
            head, _, _ = text.rpartition('->')
            text = f"{head}to L{labels[target]}"
        starts = line != last
        last = line
        # An instruction takes one word or more; what follows its first two bytes is not told apart.
        rest = [("rest", (end - offset) // 2 - 1, co.co_code[offset + 2:end])]
        yield Instruction(name, opcode, arg, argval, text, offset, offset, starts, line, labels.get(offset), place, rest)


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, code or source, one after the other."""
    co = _get_code_object(x)
    return _instructions(co, 0 if first_line is None else first_line - co.co_firstlineno)


def findlinestarts(code):
    """Where lines begin: offset and line, or None for what has no line."""
    last = False
    for start, end, line in code.co_lines():
        if line is not last:
            last = line
            yield start, line


def findlabels(code):
    """The offsets that are jumped to. Bytes do not tell: a code object is needed."""
    if not hasattr(code, 'co_code'):
        raise TypeError("findlabels() needs a code object here")
    return sorted(_labels(_opcode._instructions(code)))


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """There is no stack: instructions work on registers."""
    return _opcode.stack_effect(opcode, oparg)


def pretty_flags(flags):
    """The names of the flags of code."""
    names = []
    for bit in range(32):
        flag = 1 << bit
        if flags & flag:
            names.append(COMPILER_FLAG_NAMES.get(flag, hex(flag)))
            flags ^= flag
    return ", ".join(names) if names else hex(flags)


def code_info(x):
    """What is known about code, in lines."""
    return _format_code_info(_get_code_object(x))


def _format_code_info(co):
    lines = [
        f"Name:              {co.co_name}",
        f"Filename:          {co.co_filename}",
        f"Argument count:    {co.co_argcount}",
        f"Positional-only arguments: {co.co_posonlyargcount}",
        f"Kw-only arguments: {co.co_kwonlyargcount}",
        f"Number of locals:  {co.co_nlocals}",
        f"Stack size:        {co.co_stacksize}",
        f"Flags:             {pretty_flags(co.co_flags)}",
    ]
    for title, items in (("Constants", map(repr, co.co_consts)), ("Names", co.co_names),
                         ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                         ("Cell variables", co.co_cellvars)):
        items = list(items)
        if items:
            lines.append(f"{title}:")
            lines.extend("%4d: %s" % pair for pair in enumerate(items))
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print code_info(co)."""
    print(code_info(co), file=file)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False, show_offsets=False,
                show_positions=False):
    """Print the instructions of a code object; lasti is the offset to mark."""
    _print(co, 0, lasti, file, show_caches, show_offsets, show_positions)


def _print(co, line_offset, lasti, file, show_caches, show_offsets, show_positions):
    instructions = list(_instructions(co, line_offset))
    shown = ((_range(i.positions) if show_positions else str(i.line_number)) for i in instructions)
    width = max(map(len, shown), default=0)
    width = max(width, 3)
    first = True
    for instruction in instructions:
        if instruction.starts_line and not first:
            print(file=file)
        first = False
        print(_line(instruction, instruction.offset == lasti, width, show_offsets, show_positions), file=file)
        if show_caches:
            for name, size, data in instruction.cache_info or ():
                if size:
                    indent = ' ' * (width + 10 + 6 * show_offsets)
                    print(f"{indent}{'CACHE':22} {name}: {data.hex(' ', 2)}", file=file)
    handlers = _parse_exception_table(co)
    if handlers:
        labels = _labels(_opcode._instructions(co), handlers)
        print("ExceptionTable:", file=file)
        for entry in handlers:
            lasti = " lasti" if entry.lasti else ""
            print(f"  L{labels[entry.start]} to L{labels[entry.end]} -> L{labels[entry.target]} [{entry.depth}]{lasti}",
                  file=file)


def disco(co, lasti=-1, **kwargs):
    """The same as disassemble."""
    disassemble(co, lasti, **kwargs)


def _disassemble_recursive(co, depth, kwargs):
    disassemble(co, **kwargs)
    if depth is not None:
        if depth <= 0:
            return
        depth -= 1
    for x in co.co_consts:
        if hasattr(x, 'co_code'):
            print(file=kwargs.get('file'))
            print("Disassembly of %r:" % (x,), file=kwargs.get('file'))
            _disassemble_recursive(x, depth, kwargs)


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False, show_offsets=False,
        show_positions=False):
    """Print the instructions of a class, method, function, generator, code or source; without one, of the last
    traceback.
    """
    if x is None:
        distb(file=file, show_caches=show_caches, show_offsets=show_offsets, show_positions=show_positions)
        return
    kwargs = dict(file=file, show_caches=show_caches, show_offsets=show_offsets, show_positions=show_positions)
    x = _code_of(x)
    if hasattr(x, '__dict__') and not hasattr(x, 'co_code'):
        for name, member in sorted(x.__dict__.items()):
            if isinstance(member, _have_code):
                print("Disassembly of %s:" % name, file=file)
                try:
                    dis(member, depth=depth, **kwargs)
                except TypeError as error:
                    print("Sorry:", error, file=file)
                print(file=file)
    else:
        _disassemble_recursive(_get_code_object(x), depth, kwargs)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False, show_offsets=False, show_positions=False):
    """Print the instructions of a traceback's innermost frame, by default the last one's."""
    if tb is None:
        try:
            tb = sys.last_exc.__traceback__ if hasattr(sys, 'last_exc') else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
        while tb.tb_next:
            tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches, show_offsets=show_offsets,
                show_positions=show_positions)


class Bytecode:
    """The instructions of something, to iterate over."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False, adaptive=False,
                 show_offsets=False, show_positions=False):
        self.codeobj = co = _get_code_object(x)
        self.first_line = co.co_firstlineno if first_line is None else first_line
        self._line_offset = self.first_line - co.co_firstlineno
        self._original_object = x
        self.current_offset = current_offset
        self.exception_entries = _parse_exception_table(co)
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets
        self.show_positions = show_positions

    def __iter__(self):
        return _instructions(self.codeobj, self._line_offset)

    def __repr__(self):
        return f"{type(self).__name__}({self._original_object!r})"

    @classmethod
    def from_traceback(cls, tb, **kwargs):
        """Of the innermost frame of a traceback."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, **kwargs)

    def info(self):
        """What is known about the code, in lines."""
        return _format_code_info(self.codeobj)

    def dis(self):
        """The instructions, in lines."""
        with io.StringIO() as output:
            lasti = -1 if self.current_offset is None else self.current_offset
            _print(self.codeobj, self._line_offset, lasti, output, self.show_caches, self.show_offsets,
                   self.show_positions)
            return output.getvalue()


def _find_store_names(co):
    """The names that code stores into its namespace."""
    seen = set()
    for instruction in _instructions(co):
        if instruction.opname in ('STORE_NAME', 'STORE_GLOBAL') and instruction.argval not in seen:
            seen.add(instruction.argval)
            yield instruction.argval


def _find_imports(co):
    """The modules that code imports: name, level, names."""
    values = {}
    for instruction in _instructions(co):
        register, _, rest = instruction.argrepr.partition(', ')
        if instruction.opname in ('LOAD_CONST', 'LOAD_CONST_WIDE'):
            values[register] = instruction.argval
        elif instruction.opname == 'LOAD_INT':
            values[register] = int(rest)
        elif instruction.opname == 'LOAD_IMMEDIATE':
            values[register] = None
        elif instruction.opname == 'IMPORT_NAME':
            level, names = rest.split(', ')[:2]
            yield instruction.argval, values.get(level, 0), values.get(names)


def main(args=None):
    """`python -m dis [file]`."""
    import argparse

    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('-C', '--show-caches', action='store_true', help='show the rest of instructions')
    parser.add_argument('-O', '--show-offsets', action='store_true', help='show instruction offsets')
    parser.add_argument('-P', '--show-positions', action='store_true', help='show instruction positions')
    parser.add_argument('-S', '--specialized', action='store_true', help='nothing: instructions are shown as compiled')
    parser.add_argument('infile', nargs='?', default='-')
    args = parser.parse_args(args=args)
    if args.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(args.infile, 'rb') as infile:
            source = infile.read()
    dis(compile(source, name, "exec"), show_caches=args.show_caches, adaptive=args.specialized,
        show_offsets=args.show_offsets, show_positions=args.show_positions)


if __name__ == "__main__":
    main()
