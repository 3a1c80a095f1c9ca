def run(code):
    exec(code)


run("a = 1\nb = = 2\n")
