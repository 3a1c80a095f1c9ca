async def low(): raise ValueError("low")
async def middle(): await low()
async def high(): await middle()
high().send(None)
