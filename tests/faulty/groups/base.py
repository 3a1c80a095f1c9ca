raise BaseExceptionGroup("b", [KeyboardInterrupt("k"), SystemExit(3)])
