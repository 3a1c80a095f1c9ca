def f(): pass
f.foo
