async def co():
    pass


co()
print("end")
