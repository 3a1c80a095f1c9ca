ord(1.0)
