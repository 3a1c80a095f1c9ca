x = ~True
raise ValueError(x)
