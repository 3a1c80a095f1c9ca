import atexit
atexit.register(print, "registered first")
atexit.register(lambda: print("registered second"))
class D:
    def __del__(self): print("del")
d = D()
del d
print("end of program")

# output:
# del
# end of program
# registered second
# registered first
