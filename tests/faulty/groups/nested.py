raise ExceptionGroup("outer", [ExceptionGroup("inner", [KeyError("k")]), OSError(1, "os")])
