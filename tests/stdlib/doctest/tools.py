import doctest, timeit, cProfile, io, pstats, trace, bdb, code, codeop, cmd, sched, getopt, optparse, tokenize, token, symtable, dis, py_compile, modulefinder
def add(a, b):
    """
    >>> add(1, 2)
    3
    >>> add("a", 1)
    Traceback (most recent call last):
    TypeError: can only concatenate str (not "int") to str
    >>> add([1], [2])  # doctest: +ELLIPSIS
    [1...]
    >>> add(1, 1)
    3
    """
    return a + b
r = doctest.DocTestRunner(verbose=False); out = io.StringIO()
for t in doctest.DocTestFinder().find(add, "add"): r.run(t, out=out.write)
print(r.summarize(verbose=False) if False else (r.failures, r.tries), timeit.timeit("1 + 1", number=10) >= 0)
print(getopt.getopt(["-a", "1", "--long=2", "rest"], "a:", ["long="]), codeop.compile_command("if x:"), codeop.compile_command("1") is not None, [tokenize.tok_name[t.type] + ":" + t.string for t in tokenize.generate_tokens(io.StringIO("x = 1 # c\n").readline)][:5])
s = symtable.symtable("def f(a):\n  global g\n  b = a\n  def h(): return b", "t", "exec"); f = s.get_children()[-1]; print(f.get_name(), f.get_parameters(), f.get_locals(), f.get_globals(), f.lookup("b").is_local(), f.get_children()[-1].get_frees())
c = code.InteractiveInterpreter({"x": 5}); print(c.runsource("print(x)"), c.runsource("for i in x:"))

# output:
# (1, 4) True
# ([('-a', '1'), ('--long', '2')], ['rest']) None True ['NAME:x', 'OP:=', 'NUMBER:1', 'COMMENT:# c', 'NEWLINE:\n']
# f ('a',) ('a', 'b', 'h') ('g',) True ('b',)
# 5
# False True
