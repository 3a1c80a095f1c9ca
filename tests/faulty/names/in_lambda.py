f = lambda a: a + bb
f(1)
