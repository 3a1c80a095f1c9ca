x = b"\q"
y = "\400"
raise ValueError(x)
