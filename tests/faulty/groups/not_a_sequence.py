ExceptionGroup("x", 5)
