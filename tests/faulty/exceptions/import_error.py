raise ImportError("text", name="n", path="p")
