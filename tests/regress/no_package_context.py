# What is imported from a module that is no package fails in the handling of its missing __path__.
try:
    import math.nope
except ImportError as error:
    context = error.__context__
    print(error, "|", type(context).__name__, context, error.__cause__, error.__suppress_context__, error.name)
