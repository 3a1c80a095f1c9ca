raise ExceptionGroup("none", [])
