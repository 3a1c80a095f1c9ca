import traceback, sys
def a(): b()
def b():
    c()
def c():
    raise ValueError("deep")
try:
    a()
except ValueError as e:
    tb = e.__traceback__
    while tb:
        print(tb.tb_frame.f_code.co_name, tb.tb_lineno)
        tb = tb.tb_next
    print(traceback.format_exception_only(e))
    print([(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])

# output:
# <module> 8
# a 2
# b 4
# c 6
# ['ValueError: deep\n']
# [('<module>', 8), ('a', 2), ('b', 4), ('c', 6)]
