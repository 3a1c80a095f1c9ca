print(isinstance(1, int), isinstance(True, int), isinstance(1, (str, int)), isinstance(None, type(None)), isinstance([], list | dict), issubclass(bool, int), issubclass(int, (str, object)), callable(print), callable(int), callable(5), callable(lambda: 0))

# output:
# True True True True True True True True True False True
