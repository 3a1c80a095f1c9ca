def find(rows, want):
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell == want:
                break
        else:
            continue
        break
    else:
        return None
    return i, j
print(find([[1, 2], [3, 4]], 3), find([[1]], 9))  # expect: (1, 0) None
