import asyncio
async def producer(q):
    for i in range(4):
        await q.put(i)
        print("put", i)
    await q.put(None)
async def consumer(q):
    while (x := await q.get()) is not None:
        print("get", x)
async def main():
    q = asyncio.Queue(2)
    await asyncio.gather(producer(q), consumer(q))
    lock = asyncio.Lock()
    async def user(n):
        async with lock:
            print("in", n)
            await asyncio.sleep(0)
            print("out", n)
    await asyncio.gather(user(1), user(2))
    ev = asyncio.Event()
    async def waiter():
        await ev.wait()
        print("event")
    t = asyncio.create_task(waiter())
    await asyncio.sleep(0)
    ev.set()
    await t
    sem = asyncio.Semaphore(1)
    async with sem: print(sem.locked())
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    loop.call_soon(fut.set_result, 9)
    print(await fut)
asyncio.run(main())

# output:
# put 0
# put 1
# get 0
# get 1
# put 2
# put 3
# get 2
# get 3
# in 1
# out 1
# in 2
# out 2
# event
# True
# 9
