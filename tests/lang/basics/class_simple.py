class Point:
    dims = 2

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm1(self):
        return abs(self.x) + abs(self.y)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

p = Point(3, -4)
print(p.x, p.y)  # expect: 3 -4
print(p.norm1())  # expect: 7
print(p)  # expect: Point(3, -4)
p.x = 10
print(p.norm1(), p.dims, Point.dims)  # expect: 14 2 2
