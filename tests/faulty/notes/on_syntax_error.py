try:
    compile("x = = 1", "given", "exec")
except SyntaxError as e:
    e.add_note("while compiling")
    raise
