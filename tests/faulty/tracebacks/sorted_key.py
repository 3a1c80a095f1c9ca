def key(x): return x["k"]
sorted([{}, {}], key=key)
