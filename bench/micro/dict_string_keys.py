KEYS = ["name", "size", "kind", "owner", "group", "mode", "time", "link"]


def bench(loops):
    for i in range(loops):
        d = {"name": i, "size": 2, "kind": 3}
        for k in KEYS:
            d[k] = k
        d["name"]; d.get("nothing"); "mode" in d
        del d["link"]
        d.update(size=1)
