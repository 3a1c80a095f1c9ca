class Context:
    def __enter__(self):
        pass

    def __exit__(self, *args):
        pass


def with_statement():
    with Context():
        1 / 0
        pass


def other_handler():
    try:
        1 / 0
    except TypeError:
        pass


def finally_clause():
    try:
        1 / 0
    finally:
        pass


for function in with_statement, other_handler, finally_clause:
    try:
        function()
    except ZeroDivisionError as error:
        traceback = error.__traceback__.tb_next
        print(traceback.tb_lineno - function.__code__.co_firstlineno, end=" ")
        print(traceback.tb_frame.f_lineno - function.__code__.co_firstlineno)
# output:
# 2 2
# 2 3
# 2 4
