import weakref


class C:
    pass


def bench(loops):
    cache = weakref.WeakValueDictionary()
    c = C()
    for i in range(loops):
        r = weakref.ref(c)
        r()
        cache[i & 15] = c
        cache.get(3)
