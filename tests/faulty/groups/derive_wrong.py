class G(ExceptionGroup):
    def derive(self, excs): return 5
try:
    raise G("g", [ValueError(), TypeError()])
except* ValueError:
    pass
