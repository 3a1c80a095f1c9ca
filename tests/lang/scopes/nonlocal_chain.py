def a():
    x = 1
    def b():
        def c():
            nonlocal x
            x += 1
            def d():
                nonlocal x
                x *= 10
            d()
        c()
    b()
    return x
print(a())  # expect: 20
def counter():
    total = 0
    def add(n):
        nonlocal total
        total += n
        return total
    return add
c = counter()
print(c(1), c(2), counter()(10))  # expect: 1 3 10
