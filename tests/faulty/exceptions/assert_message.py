assert 1 == 2, "they differ"
