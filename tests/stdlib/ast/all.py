import ast
t = ast.parse("x = 1 + y * 2\nif x: print(x, end='')")
print(ast.dump(t))
print(ast.dump(ast.parse("def f(a, *b, c=1, **d) -> int: return a", mode="exec"), indent=1))
print(ast.dump(ast.parse("[i async for i in x if i]", mode="eval").body), ast.dump(ast.parse("f'{a!r:>{w}}b'", mode="eval").body))
for code in ("x = 1", "a, *b = c", "def f(a, /, b=1, *args, c, **k): return lambda x: x", "class C(B, metaclass=M): x: int = 1", "try: pass\nexcept* E as e: pass\nelse: pass\nfinally: pass", "with a as b, c: pass", "match x:\n case [1, *_, {'k': v, **r}] if g: pass\n case C(a=1) | None as z: pass", "async def f():\n  async with a: await b\n  async for x in y: yield x", "f'{x!r:>{w}} {y=}'", "not (a and b or c) if d else [*e, {**g}]", "type X[T: int = str] = list[T]", "@d\ndef f[**P, *Ts](): global a; nonlocal b", "a[1:2, ::3] @= b ** -c", "lambda *, a=1: (yield)", "{a: b for a, b in c if d}", "x: int", "del a, b[0]", "raise A from B", "assert a, 'm'", "import a.b as c; from . import d", "t'{a}b'"):
    tree = ast.parse(code)
    print(ast.unparse(tree).replace("\n", " / "), ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree))
for text in ("[1, (2, 'a'), {'k': None}, -1, 1+2j, b'x', {1}]", "f()", "x", "1 + 1", "[" ):
    try:
        print(ast.literal_eval(text))
    except (ValueError, SyntaxError) as e:
        print(type(e).__name__, str(e).split(" at 0x")[0].split(":")[0])
class Double(ast.NodeTransformer):
    def visit_Constant(self, n): return ast.copy_location(ast.Constant(n.value * 2), n)
tree = ast.fix_missing_locations(Double().visit(ast.parse("r = 21 + 1")))
ns = {}; exec(compile(tree, "<ast>", "exec"), ns); print(ns["r"])
class Names(ast.NodeVisitor):
    def __init__(self): self.names = []
    def visit_Name(self, n): self.names.append((n.id, type(n.ctx).__name__, n.lineno, n.col_offset, n.end_col_offset))
v = Names(); v.visit(t); print(v.names)
n = ast.parse("a\nbb(c)").body[1].value; print(n.lineno, n.col_offset, n.end_lineno, n.end_col_offset, ast.get_source_segment("a\nbb(c)", n), n._fields, [type(x).__name__ for x in ast.walk(n)])

# output:
# Module(body=[Assign(targets=[Name(id='x', ctx=Store())], value=BinOp(left=Constant(value=1), op=Add(), right=BinOp(left=Name(id='y', ctx=Load()), op=Mult(), right=Constant(value=2)))), If(test=Name(id='x', ctx=Load()), body=[Expr(value=Call(func=Name(id='print', ctx=Load()), args=[Name(id='x', ctx=Load())], keywords=[keyword(arg='end', value=Constant(value=''))]))])])
# Module(
#  body=[
#   FunctionDef(
#    name='f',
#    args=arguments(
#     args=[
#      arg(arg='a')],
#     vararg=arg(arg='b'),
#     kwonlyargs=[
#      arg(arg='c')],
#     kw_defaults=[
#      Constant(value=1)],
#     kwarg=arg(arg='d')),
#    body=[
#     Return(
#      value=Name(id='a', ctx=Load()))],
#    returns=Name(id='int', ctx=Load()))])
# ListComp(elt=Name(id='i', ctx=Load()), generators=[comprehension(target=Name(id='i', ctx=Store()), iter=Name(id='x', ctx=Load()), ifs=[Name(id='i', ctx=Load())], is_async=1)]) JoinedStr(values=[FormattedValue(value=Name(id='a', ctx=Load()), conversion=114, format_spec=JoinedStr(values=[Constant(value='>'), FormattedValue(value=Name(id='w', ctx=Load()), conversion=-1)])), Constant(value='b')])
# x = 1 True
# a, *b = c True
# def f(a, /, b=1, *args, c, **k): /     return lambda x: x True
# class C(B, metaclass=M): /     x: int = 1 True
# try: /     pass / except* E as e: /     pass / else: /     pass / finally: /     pass True
# with a as b, c: /     pass True
# match x: /     case [1, *_, {'k': v, **r}] if g: /         pass /     case C(a=1) | None as z: /         pass True
# async def f(): /     async with a: /         await b /     async for x in y: /         yield x True
# f'{x!r:>{w}} y={y!r}' True
# not (a and b or c) if d else [*e, {**g}] True
# type X[T: int = str] = list[T] True
# @d / def f[**P, *Ts](): /     global a /     nonlocal b True
# a[1:2, ::3] @= b ** (-c) True
# lambda *, a=1: (yield) True
# {a: b for a, b in c if d} True
# x: int True
# del a, b[0] True
# raise A from B True
# assert a, 'm' True
# import a.b as c / from . import d True
# t'{a}b' True
# [1, (2, 'a'), {'k': None}, -1, (1+2j), b'x', {1}]
# ValueError malformed node or string on line 1
# ValueError malformed node or string on line 1
# ValueError malformed node or string on line 1
# SyntaxError '[' was never closed (<unknown>, line 1)
# 44
# [('x', 'Store', 1, 0, 1), ('y', 'Load', 1, 8, 9), ('x', 'Load', 2, 3, 4), ('print', 'Load', 2, 6, 11), ('x', 'Load', 2, 12, 13)]
# 2 0 2 5 bb(c) ('func', 'args', 'keywords') ['Call', 'Name', 'Name', 'Load', 'Load']
