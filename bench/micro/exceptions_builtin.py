def bench(loops):
    d, xs, n = {}, [], None
    for _ in range(loops):
        try:
            d["missing"]
        except KeyError:
            pass
        try:
            xs[3]
        except (TypeError, IndexError):
            pass
        try:
            int("x")
        except ValueError:
            pass
        try:
            n.attribute
        except AttributeError:
            pass
        try:
            next(iter(()))
        except StopIteration:
            pass
