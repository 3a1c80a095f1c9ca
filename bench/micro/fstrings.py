def bench(loops):
    name, n, x = "name", 42, 3.14159
    for _ in range(loops):
        f"{name}: {n}"
        f"{x:.2f} {n:>5} {name!r}"
        "%s %d" % (name, n)
        "{} {}".format(name, n)
