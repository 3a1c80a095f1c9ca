setattr(1, "a", 2)
