try:
    import no_such_module_anywhere
except ImportError as error:
    raise RuntimeError("needs it") from error
