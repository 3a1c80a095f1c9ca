def tree(cls, depth=0):
    for sub in sorted(cls.__subclasses__(), key=lambda c: c.__name__):
        if sub.__module__ == "builtins":
            print("  " * depth + sub.__name__)
            tree(sub, depth + 1)
tree(BaseException)
print(IOError is OSError, EnvironmentError is OSError)
print(ExceptionGroup.__mro__)
