raise ValueError("text")
