def f(exc):
    try:
        raise exc
    except KeyError, IndexError:
        return "lookup"
    except ValueError:
        return "value"
print(f(KeyError()), f(IndexError()), f(ValueError()))  # expect: lookup lookup value
