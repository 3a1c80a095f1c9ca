eval("1 + nope")
