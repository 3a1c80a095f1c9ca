def a(): return
def b(): return 1, 2
def c(): pass
def d(x):
    if x: return "yes"
print(a(), b(), c(), d(0), d(1))  # expect: None (1, 2) None None yes
def nested():
    for i in range(3):
        for j in range(3):
            if i * j == 2:
                return i, j
print(nested())  # expect: (1, 2)
