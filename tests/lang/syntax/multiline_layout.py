x = (1 +
     2)
y = [
    1,
    2,
]
z = 1 + \
    2
def f(a,
      b=2,
      ):
    return a + b
if x == 3 \
        and z == 3: print("joined")
class C: a = 1; b = 2
for i in range(2): print(i); print("semi")
if True: pass
else: pass
print(x, y, z, f(1), C.b)
print(  "odd"  ,   "space"   )
if True:
	print("tab indented")
a = 5;
print(a) ; print("end")

# output:
# joined
# 0
# semi
# 1
# semi
# 3 [1, 2] 3 3 2
# odd space
# tab indented
# 5
# end
