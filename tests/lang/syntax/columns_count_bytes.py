for source in 'return "ä"', '"ä"; break', "def f(ä, ä): pass", 'x: int\n"ä"; global x', 'f("ä", x=1, 2)':
    try:
        compile(source, "<source>", "exec")
    except SyntaxError as error:
        print(error.msg, error.offset, error.end_offset)
# expect: 'return' outside function 1 12
# expect: 'break' outside loop 7 12
# expect: duplicate argument 'ä' in function definition 11 13
# expect: annotated name 'x' can't be global 7 15
# expect: positional argument follows keyword argument 14 15
