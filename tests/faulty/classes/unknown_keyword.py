class A(nope=1): pass
