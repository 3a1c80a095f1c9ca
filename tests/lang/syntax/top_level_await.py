import ast

for source in (
    "await x",
    "[await x for x in y]",
    "[[await x for x in y] for z in w]",
    "def f(x=await y): pass",
    "def f(): await x",
    "lambda: await x",
    "class C: await x",
    "class C: [await x for x in y]",
    "def f(): [x async for x in y]",
    "type T = [await x for x in y]",
):
    try:
        compile(source, "<source>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        print(error.msg)
    else:
        print("accepted")
# expect: accepted
# expect: accepted
# expect: accepted
# expect: accepted
# expect: 'await' outside async function
# expect: 'await' outside async function
# expect: 'await' outside function
# expect: asynchronous comprehension outside of an asynchronous function
# expect: asynchronous comprehension outside of an asynchronous function
# expect: asynchronous comprehension outside of an asynchronous function
