code = compile("def f():\n    return g()\ndef g():\n    return nope\nf()", "made up", "exec")
exec(code, {})
