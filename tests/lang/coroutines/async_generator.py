async def agen(n):
    try:
        for i in range(n):
            got = yield i
            if got: print("got", got)
    finally:
        print("agen finally")
async def main():
    out = [x async for x in agen(3)]
    print(out)
    print([x * 2 async for x in agen(3) if x], {x async for x in agen(1)})
    g = agen(5)
    print(await g.__anext__(), await g.asend("hello"))
    try:
        await g.athrow(ValueError("thrown"))
    except ValueError as e:
        print(e)
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("exhausted")
    h = agen(2)
    await anext(h)
    await h.aclose()
    print(await anext(agen(0), "default"))
    print(type(h).__name__, h.ag_running)
c = main()
try:
    c.send(None)
except StopIteration:
    print("done")

# output:
# agen finally
# [0, 1, 2]
# agen finally
# agen finally
# [2, 4] {0}
# got hello
# 0 1
# agen finally
# thrown
# exhausted
# agen finally
# agen finally
# default
# async_generator False
# done
