"""A practical manager: nested transactions over a store, with rollback on error and commit on success."""


class Store:
    def __init__(self): self.data, self.stack, self.log = {}, [], []

    def transaction(self, name, *, readonly=False):
        return Transaction(self, name, readonly)

    def __getitem__(self, k):
        for t in reversed(self.stack):
            if k in t.changes:
                if (v := t.changes[k]) is DELETED:
                    raise KeyError(k)
                return v
        return self.data[k]

    def __setitem__(self, k, v):
        if not self.stack:
            raise RuntimeError("no transaction")
        if self.stack[-1].readonly:
            raise PermissionError(f"{self.stack[-1].name} is read-only")
        self.stack[-1].changes[k] = v

    def __delitem__(self, k):
        self[k]
        self[k] = DELETED

    def get(self, k, default=None):
        try:
            return self[k]
        except KeyError:
            return default


class Deleted:
    def __repr__(self): return "DELETED"


DELETED = Deleted()


class Rollback(Exception):
    pass


class Transaction:
    def __init__(self, store, name, readonly):
        self.store, self.name, self.readonly, self.changes = store, name, readonly, {}

    def __enter__(self):
        self.store.stack.append(self)
        self.store.log.append(f"begin {self.name}")
        return self

    def __exit__(self, kind, value, tb):
        top = self.store.stack.pop()
        assert top is self, (top.name, self.name)
        if kind is None:
            target = self.store.stack[-1].changes if self.store.stack else self.store.data
            for k, v in self.changes.items():
                if v is DELETED and not self.store.stack:
                    target.pop(k, None)
                else:
                    target[k] = v
            self.store.log.append(f"commit {self.name} {self.changes}")
        else:
            self.store.log.append(f"rollback {self.name}: {kind.__name__}")
        return kind is not None and issubclass(kind, Rollback)


s = Store()
with s.transaction("t1"):
    s["a"] = 1
    with s.transaction("t2"):
        s["b"] = 2
        del s["a"]
        print(s.get("a", "gone"), s["b"])
    with s.transaction("t3"):
        s["b"] = 3
        raise Rollback
    print(s["b"], s.get("a"))
print(s.data)
try:
    with s.transaction("t4"):
        s["b"] = 99
        with s.transaction("t5"):
            s["c"] = 1
        raise ValueError("fail late")
except ValueError as e:
    print(e, s.data)
try:
    with s.transaction("ro", readonly=True):
        print(s["b"])
        s["b"] = 0
except PermissionError as e:
    print(e)
try:
    s["x"] = 1
except RuntimeError as e:
    print(e)
print(*s.log, sep="\n")
