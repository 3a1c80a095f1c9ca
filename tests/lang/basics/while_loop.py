i = 0
total = 0
while i < 10:
    i += 1
    if i % 2:
        continue
    if i == 8:
        break
    total += i
else:
    total = -1
print(i, total)  # expect: 8 12
while i > 0:
    i -= 3
else:
    print("done", i)  # expect: done -1
