def f(a, b, c, d, e, f, g, h, i, j):
    k = a + b; l = c + d; m = e + f; n = g + h; o = i + j
    p = k * l; q = m * n; r = o - p
    return (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)

print(f(1, 2, 3, 4, 5, 6, 7, 8, 9, 10))  # expect: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 7, 11, 15, 19, 21, 165, -2)
