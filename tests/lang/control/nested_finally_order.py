def f(n):
    try:
        try:
            try:
                if n == 0: return "r"
                if n == 1: raise KeyError("k")
                if n == 2: 1 / 0
            finally:
                print("inner")
        except KeyError:
            print("caught")
            return "from except"
        finally:
            print("middle")
    except ZeroDivisionError:
        print("outer caught")
    finally:
        print("outer")
    return "end"
for n in range(4):
    print(f(n))

# output:
# inner
# middle
# outer
# r
# inner
# caught
# middle
# outer
# from except
# inner
# middle
# outer caught
# outer
# end
# inner
# middle
# outer
# end
