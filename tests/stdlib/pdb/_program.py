import sys


def fact(n):
    if n <= 1:
        return 1
    r = n * fact(n - 1)
    return r


def loop(k):
    total = 0
    for i in range(k):
        total += i
    return total


class Acc:
    def __init__(self):
        self.v = 0

    def __repr__(self):
        return "Acc"

    def add(self, x):
        self.v += x
        return self


def gen():
    for i in range(3):
        yield i * 2


def main():
    a = Acc()
    x = fact(3)
    y = loop(4)
    for g in gen():
        a.add(g)
    z = x + y + a.v
    print("z", z)
    return z


main()
