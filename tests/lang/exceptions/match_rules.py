def f(exc):
    try:
        raise exc
    except (KeyError, IndexError) as e:
        return "lookup " + type(e).__name__
    except ArithmeticError:
        return "arith"
    except Exception:
        return "other"
print(f(KeyError()), f(IndexError()), f(OverflowError()), f(OSError()))  # expect: lookup KeyError lookup IndexError arith other
def g(spec):
    try:
        try:
            1 / 0
        except spec:
            return "matched"
    except Exception as e:
        return f"{type(e).__name__}: {e}"
print(g(ZeroDivisionError))  # expect: matched
print(g((ValueError, (ArithmeticError,))))  # expect: TypeError: catching classes that do not inherit from BaseException is not allowed
print(g(()))  # expect: ZeroDivisionError: division by zero
print(g(5))  # expect: TypeError: catching classes that do not inherit from BaseException is not allowed
print(g("x"))  # expect: TypeError: catching classes that do not inherit from BaseException is not allowed
print(g(int))  # expect: TypeError: catching classes that do not inherit from BaseException is not allowed
print(g((ValueError, 5)))  # expect: TypeError: catching classes that do not inherit from BaseException is not allowed
