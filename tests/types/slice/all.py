s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), s.indices(5), slice(None, None, -1).indices(4), slice(-3, None).indices(10), s == slice(1, 10, 2), slice(1) < slice(2), hash(slice(1)) == hash(slice(1)))
class G:
    def __getitem__(self, k): return k
g = G()
print(g[1:2], g[:], g[::2], g[1:2, 3], g["a":"b"], g[...])
for f in (lambda: slice(), lambda: s.indices(-1), lambda: s.indices("a"), lambda: slice("a").indices(5), lambda: slice(1, 2, 0).indices(5), lambda: setattr(s, "start", 1), lambda: slice(1, 2, 3, 4)):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print({slice(1, 2): "hashable"}[slice(1, 2)], slice([1]).stop)

# output:
# slice(1, 10, 2) 1 10 2 slice(None, 5, None) slice(None, None, None) (1, 5, 2) (3, -1, -1) (7, 10, 1) True True True
# slice(1, 2, None) slice(None, None, None) slice(None, None, 2) (slice(1, 2, None), 3) slice('a', 'b', None) Ellipsis
# TypeError slice expected at least 1 argument, got 0
# ValueError length should not be negative
# TypeError 'str' object cannot be interpreted as an integer
# TypeError slice indices must be integers or None or have an __index__ method
# ValueError slice step cannot be zero
# AttributeError readonly attribute
# TypeError slice expected at most 3 arguments, got 4
# hashable [1]
