out = []
for a in range(2):
    for b in range(2):
        for c in range(2):
            for d in range(2):
                if a == b:
                    if c != d:
                        while True:
                            try:
                                out.append((a, b, c, d))
                            finally:
                                break
print(out)  # expect: [(0, 0, 0, 1), (0, 0, 1, 0), (1, 1, 0, 1), (1, 1, 1, 0)]
