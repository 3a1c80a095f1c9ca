name, n = "World", 5
t = t"Hello {name}! {n:>{n}} {n!r} {n + 1 = }"
print(type(t).__name__, t.strings)
for i in t.interpolations:
    print(repr(i.value), repr(i.expression), i.conversion, repr(i.format_spec))
print([x if isinstance(x, str) else (x.value,) for x in t])
print(t.values)
def html(t):
    return "".join(x if isinstance(x, str) else str(x.value).replace("<", "&lt;") for x in t)
evil = "<script>"
print(html(t"<p>{evil}</p>"))
print((t"a{1}" + t"b{2}").strings, t"".strings, (t"x" t"y").strings)
try:
    t"a" + "b"
except TypeError as e:
    print(e)
from string.templatelib import Template, Interpolation
print(isinstance(t, Template), Template("a", Interpolation(1, "one"), "b").values)
print(repr(t"z{n}"))
match t"k{n}":
    case Template(strings=("k", ""), interpolations=(Interpolation(value, expr),)): print(value, expr)

# output:
# Template ('Hello ', '! ', ' ', ' n + 1 = ', '')
# 'World' 'name' None ''
# 5 'n' None '>5'
# 5 'n' r ''
# 6 'n + 1 ' r ''
# ['Hello ', ('World',), '! ', (5,), ' ', (5,), ' n + 1 = ', (6,)]
# ('World', 5, 5, 6)
# <p>&lt;script></p>
# ('a', 'b', '') ('',) ('xy',)
# can only concatenate string.templatelib.Template (not "str") to string.templatelib.Template
# True (1,)
# Template(strings=('z', ''), interpolations=(Interpolation(5, 'n', None, ''),))
# 5 n
