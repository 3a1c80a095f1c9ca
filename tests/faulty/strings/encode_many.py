"héllô wörld".encode("latin-1").decode("utf-8")
