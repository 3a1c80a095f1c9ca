def bench(loops):
    for _ in range(loops):
        s = ""
        for i in range(30):
            s += "ab"
        ",".join(["x", "yy", "zzz"] * 5)
        s.upper().replace("AB", "c").split("c")
