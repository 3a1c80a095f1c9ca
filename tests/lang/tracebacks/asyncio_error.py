import asyncio


async def inner():
    raise ValueError("deep")


async def main():
    await asyncio.gather(inner())


asyncio.run(main())
