class C:
    async def __aenter__(self): pass
    async def __aexit__(self, *a): pass
with C():
    pass
