class Wrapped(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def bench(loops):
    for i in range(loops):
        try:
            try:
                raise ValueError(i)
            except ValueError as error:
                raise Wrapped(i) from error
            finally:
                i += 1
        except Wrapped as error:
            error.__cause__, error.code
