TEXT = "The quick brown fox, 123."


def bench(loops):
    for _ in range(loops):
        count = 0
        for c in TEXT:
            if c.isalpha() or c in "0123456789":
                count += ord(c)
        for i in range(len(TEXT)):
            TEXT[i] == " "
        TEXT[::-1]
