s = "a" * 1000000
print(len(s.replace("a", "bb")), s.count("aa"), s.find("b"), len(s.split("a")), s == "a" * 1000000, len(s.upper()))
t = ""
for i in range(20000): t += "x"
print(len(t))
print(("ab" * 50000).find("ba" * 20000 + "c"), ("a" * 50000 + "b").find("a" * 1000 + "b"))
print(len(",".join(["x"] * 100000).split(",")), "é" * 3 + "😀" * 2, len(("é" * 100000)[::-1]))
u = "😀" * 50000
print(u[25000], len(u.encode()), u.count("😀"), u.index("😀", 49999), sum(1 for _ in u))
print(hash("x" * 100000) == hash("x" * 100000), len(repr("\0" * 10000)))

# output:
# 2000000 500000 -1 1000001 True 1000000
# 20000
# -1 49000
# 100000 ééé😀😀 100000
# 😀 200000 50000 49999 50000
# True 40002
