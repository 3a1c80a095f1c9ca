def nothing():
    pass


def documented():
    "doc"


async def waits(x):
    await x


def three(x):
    if x:
        return True
    return 1.5


for function in nothing, documented, waits, three:
    print(sorted(map(repr, function.__code__.co_consts)))
# expect: ['None']
# expect: ["'doc'", 'None']
# expect: ['None']
# expect: ['1.5', 'True']
print(compile("3", "", "eval").co_consts, compile("x = 300.5", "", "exec").co_consts)  # expect: (3,) (300.5, None)
a, b = compile("def f(): pass", "a", "exec"), compile("def f(): pass", "b", "exec")
print(a == b, a.co_filename, b.co_filename)  # expect: True a b
