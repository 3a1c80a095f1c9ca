exec(compile("def f():\n    raise ValueError('no source')\nf()", "<made up>", "exec"))
