"""Workers that share a queue, with asyncio: cancellation, a task group and results in order."""

import asyncio


async def worker(name, queue, results):
    try:
        while True:
            number, job = await queue.get()
            await asyncio.sleep(0)
            try:
                results[number] = f"{name} did {job()}"
            except ArithmeticError as error:
                results[number] = f"{name} failed: {error}"
            finally:
                queue.task_done()
    except asyncio.CancelledError:
        print(f"{name} goes home")
        raise


async def main():
    queue, results = asyncio.Queue(), {}
    for number, job in enumerate((lambda: 2 ** 10, lambda: 1 / 0, lambda: sum(range(100)), lambda: "text".upper())):
        queue.put_nowait((number, job))
    workers = [asyncio.create_task(worker(name, queue, results)) for name in ("ann", "bob")]
    await queue.join()
    for task in workers:
        task.cancel()
    await asyncio.gather(*workers, return_exceptions=True)
    for number in sorted(results):
        print(number, results[number])

    async def square(n):
        await asyncio.sleep(0)
        if n == 3:
            raise ValueError(f"{n} is not liked")
        return n * n

    try:
        async with asyncio.TaskGroup() as group:
            for n in range(5):
                group.create_task(square(n))
    except* ValueError as errors:
        print("group failed:", [str(e) for e in errors.exceptions])


asyncio.run(main())
