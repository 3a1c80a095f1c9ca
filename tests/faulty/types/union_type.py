int | 1
