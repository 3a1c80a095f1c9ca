def f(): pass
f()["a"]
