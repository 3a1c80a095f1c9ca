import linecache
linecache.cache["given"] = (20, None, ["x = 1\n", "y = x / 0\n"], "given")
exec(compile("x = 1\ny = x / 0\n", "given", "exec"))
