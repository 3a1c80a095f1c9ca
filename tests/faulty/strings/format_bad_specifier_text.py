format("abc", "=10")
