x = "a" + b"b"
