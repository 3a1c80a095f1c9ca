def bench(loops):
    for i in range(loops):
        try:
            i += 1
        except ValueError:
            pass
        try:
            i += 1
        finally:
            i -= 1
        try:
            i += 1
        except (KeyError, TypeError):
            pass
        else:
            i -= 1
