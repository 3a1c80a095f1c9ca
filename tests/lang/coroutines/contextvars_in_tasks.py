import asyncio, contextvars
var = contextvars.ContextVar("var", default="default")
async def child(n):
    print(n, var.get())
    var.set(n)
    await asyncio.sleep(0)
    return var.get()
async def main():
    var.set("main")
    print(await asyncio.gather(child("a"), child("b")), var.get())
asyncio.run(main())
print(var.get())
ctx = contextvars.copy_context()
ctx.run(var.set, "inside")
print(var.get(), ctx[var], len(ctx) >= 1)
tok = var.set("x")
print(var.get())
var.reset(tok)
print(var.get())
try:
    var.reset(tok)
except RuntimeError as e:
    print(str(e).split(" 0x")[0][:20], "used once" in str(e) or "already been used" in str(e))

# output:
# a main
# b main
# ['a', 'b'] main
# default
# default inside True
# x
# default
# <Token used var=<Con True
