x = b"a" + "b"
