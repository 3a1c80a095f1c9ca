"\U0001F600x".encode("latin-1")
