def boom():
    raise ValueError("while being imported")
boom()
