class A: pass
del A.b.c
