def größe(x): return x["ключ"]
print("日本", größe({}), "終")
