def f(x):
    try:
        r = 10 / x
    except ZeroDivisionError:
        print("except")
    except TypeError as e:
        print("type", e)
    else:
        print("else", r)
    finally:
        print("finally")
f(5)
f(0)
f("a")

# output:
# else 2.0
# finally
# except
# finally
# type unsupported operand type(s) for /: 'int' and 'str'
# finally
