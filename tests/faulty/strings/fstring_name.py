user = "u"
print(f"hello {usr} and {user}")
