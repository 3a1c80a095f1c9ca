def f():
    compile("if 1:\nx", "<made>", "exec")
f()
