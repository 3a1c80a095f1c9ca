def bench(loops):
    x, n = 1234.5678, 987654321
    for _ in range(loops):
        f"{x:.3f}"; f"{x:10.2e}"; f"{n:,}"; f"{n:#x}"; f"{n:>12d}"; f"{x:.1%}"
        "%5.2f %d %s %x" % (x, n, n, n)
        "{:>8} {:<8} {:^8}".format(1, 2, 3)
