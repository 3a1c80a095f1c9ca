raise ValueError("first\nsecond line")  # raises: second line
