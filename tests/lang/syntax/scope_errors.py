def attempt(code):
    try:
        compile(code, "<t>", "exec")
        print("compiles")
    except SyntaxError as e:
        print(e.msg)
attempt("class C:\n return 1")
attempt("def f():\n yield\n return 1")
attempt("async def f():\n yield\n return 1")
attempt("async def f():\n yield from x")
attempt("def f(): await x")
attempt("def f():\n async with x: pass")
attempt("def f():\n async for x in y: pass")
attempt("def f(): [x async for x in y]")
attempt("async def f(): [x async for x in y]")
attempt("def f():\n print(x)\n global x")
attempt("def f():\n x: int\n global x")
attempt("def f():\n def g():\n  nonlocal x\n x = 1")
attempt("def f(x):\n nonlocal x")
attempt("[i := 0 for i in x]")
attempt("[x for x in (y := z)]")
attempt("class C:\n [(y := 1) for x in z]")
attempt("[(lambda: (yield)) for x in y]")
attempt("[(yield x) for x in y]")
attempt("from __future__ import nothing")
attempt("x = 1\nfrom __future__ import annotations")
attempt("from __future__ import braces")
attempt("def f():\n from x import *")
attempt("import *")
attempt("try: pass\nexcept* x: break")
attempt("for y in z:\n try: pass\n except* x: break")
attempt("try: pass\nexcept* x: pass\nexcept y: pass")
attempt("try: pass\nexcept*: pass")
attempt("def f():\n try: pass\n except* x: return")
attempt("try: pass\nfinally: pass\nelse: pass")
attempt("with: pass")
attempt("class C: x = 1; return")
attempt("def f(): global a, a")
attempt("global a; global a")
attempt("def f():\n for a in b: pass\n nonlocal a")

# output:
# 'return' outside function
# compiles
# 'return' with value in async generator
# 'yield from' inside async function
# 'await' outside async function
# 'async with' outside async function
# 'async for' outside async function
# asynchronous comprehension outside of an asynchronous function
# compiles
# name 'x' is used prior to global declaration
# annotated name 'x' can't be global
# compiles
# name 'x' is parameter and nonlocal
# assignment expression cannot rebind comprehension iteration variable 'i'
# assignment expression cannot be used in a comprehension iterable expression
# assignment expression within a comprehension cannot be used in a class body
# compiles
# 'yield' inside list comprehension
# future feature nothing is not defined
# from __future__ imports must occur at the beginning of the file
# not a chance
# import * only allowed at module level
# invalid syntax
# 'break', 'continue' and 'return' cannot appear in an except* block
# 'break', 'continue' and 'return' cannot appear in an except* block
# cannot have both 'except' and 'except*' on the same 'try'
# expected one or more exception types
# 'break', 'continue' and 'return' cannot appear in an except* block
# invalid syntax
# invalid syntax
# 'return' outside function
# compiles
# compiles
# name 'a' is assigned to before nonlocal declaration
