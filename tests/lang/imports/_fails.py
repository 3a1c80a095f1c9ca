print("about to fail")
raise ValueError("at import")
