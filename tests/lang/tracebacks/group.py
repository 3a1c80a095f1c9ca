def fail(n):
    raise ValueError(n)


errors = []
for n in range(3):
    try:
        fail(n)
    except ValueError as e:
        errors.append(e)
raise ExceptionGroup("several", [errors[0], ExceptionGroup("inner", errors[1:]), KeyError("plain")])
