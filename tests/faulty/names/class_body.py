class A:
    y = missing + 1
