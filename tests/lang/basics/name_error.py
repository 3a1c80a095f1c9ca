print(undefined_name)  # raises: NameError: name 'undefined_name' is not defined
