eg = ExceptionGroup("many", [ValueError(1), TypeError(2), ExceptionGroup("inner", [KeyError("k")])])
print(repr(eg))
print(eg.message, len(eg.exceptions))
print(eg.subgroup(ValueError))
print(repr(eg.subgroup(KeyError)))
print(eg.split(TypeError))
print(eg.subgroup(OSError), eg.derive([ValueError(9)]))
print(eg.subgroup(lambda e: isinstance(e, KeyError)).exceptions)
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [5]), lambda: ExceptionGroup(5, [ValueError()]),
            lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup("x", 5), lambda: ExceptionGroup("x")):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)

# output:
# ExceptionGroup('many', [ValueError(1), TypeError(2), ExceptionGroup('inner', [KeyError('k')])])
# many 3
# many (1 sub-exception)
# ExceptionGroup('many', [ExceptionGroup('inner', [KeyError('k')])])
# (ExceptionGroup('many', [TypeError(2)]), ExceptionGroup('many', [ValueError(1), ExceptionGroup('inner', [KeyError('k')])]))
# None many (1 sub-exception)
# (ExceptionGroup('inner', [KeyError('k')]),)
# ValueError second argument (exceptions) must be a non-empty sequence
# ValueError Item 0 of second argument (exceptions) is not an exception
# TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
# TypeError Cannot nest BaseExceptions in an ExceptionGroup
# TypeError second argument (exceptions) must be a sequence
# TypeError BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
# ExceptionGroup BaseExceptionGroup
