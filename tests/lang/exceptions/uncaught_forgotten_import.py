print(math.pi)  # raises: NameError: name 'math' is not defined. Did you forget to import 'math'?
