def nonlocal_case():
    x = 1
    def change(v):
        nonlocal x
        x = v
        return v
    a = x + change(10)
    b = [x, change(20), x]
    c = x + change(30) + x
    d = (x if change(5) else 0) + x
    e = x < change(7) < x + 1
    return a, b, c, d, e, x
print(nonlocal_case())  # expect: (11, [10, 20, 20], 80, 10, True, 7)
g = 1
def bump():
    global g
    g += 1
    return g
print(g + bump() + g, [g, bump(), g], (g, bump(), g), g * bump())  # expect: 5 [2, 3, 3] (3, 4, 4) 20
def del_in_callee():
    x = [1]
    def drop():
        nonlocal x
        del x
        return 0
    try:
        return x[drop()], x
    except NameError as e:
        return str(e)
print(del_in_callee())  # expect: cannot access local variable 'x' where it is not associated with a value
class C:
    def __init__(self): self.v = 1
    def set(self, v): self.v = v; return self
c = C()
print(c.v + c.set(5).v + c.v, [c.v, c.set(6).v, c.v], c.v - c.set(1).v)  # expect: 11 [5, 6, 6] 5
