class G(ExceptionGroup): pass
raise G("sub", [ValueError(1)])
