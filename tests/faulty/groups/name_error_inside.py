counter = 1
try:
    countr
except NameError as e:
    raise ExceptionGroup("g", [e])
