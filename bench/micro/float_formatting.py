VALUES = [0.1, 1 / 3, 1e22, 123456.789, 5e-324, 2.5, 1e16 + 2]


def bench(loops):
    for _ in range(loops):
        for x in VALUES:
            repr(x); float(str(x)); round(x, 2); "%.6g" % x
