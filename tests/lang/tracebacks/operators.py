def f(d):
    return 1 + d["a"]["b"].c(2) * 3


class X:
    def c(self, n):
        return None


f({"a": {"b": X()}})
