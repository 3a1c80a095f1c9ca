def attempt(code):
    try:
        exec(code)
    except BaseException as e:
        print(type(e).__name__, e.args)
attempt("raise ValueError")
attempt("raise ValueError('a', 2)")
attempt("raise 5")
attempt("raise int")
attempt("raise")
attempt("raise None")
attempt("raise StopIteration(7)")
attempt("raise KeyboardInterrupt")
attempt("raise SystemExit(3)")
class E(Exception):
    def __new__(cls, *a): return 5
try:
    raise E
except TypeError as e:
    print(e)
class Custom(Exception):
    def __init__(self, code, **kw):
        super().__init__(f"code {code}")
        self.code = code
try:
    raise Custom(7, x=1)
except Custom as e:
    print(e, e.code, e.args, repr(e))

# output:
# ValueError ()
# ValueError ('a', 2)
# TypeError ('exceptions must derive from BaseException',)
# TypeError ('exceptions must derive from BaseException',)
# RuntimeError ('No active exception to reraise',)
# TypeError ('exceptions must derive from BaseException',)
# StopIteration (7,)
# KeyboardInterrupt ()
# SystemExit (3,)
# calling <class '__main__.E'> should have returned an instance of BaseException, not <class 'int'>
# code 7 7 ('code 7',) Custom('code 7')
