try:
    compile("a b", "name", "exec")
except SyntaxError as e:
    raise ExceptionGroup("g", [e])
