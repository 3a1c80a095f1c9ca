x = 5
print("big" if x > 3 else "small")  # expect: big
if (n := len("hello")) > 3:
    print(n)  # expect: 5
print([y := 1, y + 1, y ** 2], y)  # expect: [1, 2, 1] 1
