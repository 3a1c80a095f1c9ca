def f():
    import not_there.at_all
f()
