raise BaseExceptionGroup("g", [SystemExit(2)])
