raise SyntaxError("just words")
