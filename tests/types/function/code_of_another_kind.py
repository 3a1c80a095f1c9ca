import warnings


def generator():
    yield 1


def function():
    return 1


with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    function.__code__ = generator.__code__
print(caught[0].category.__name__, "non-matching type" in str(caught[0].message))  # expect: DeprecationWarning True
print(list(function()))  # expect: [1]
