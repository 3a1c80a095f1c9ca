class A:
    def __iter__(self): return 1
for x in A():
    pass
