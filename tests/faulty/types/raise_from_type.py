raise ValueError("a") from 1
