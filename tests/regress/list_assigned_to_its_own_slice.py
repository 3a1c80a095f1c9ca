# A list that is assigned to an extended slice of itself keeps its items until all are in place.
def pairs():
    return [*{"x": 1}.items(), *{"y": 2}.items(), *{"z": 3}.items()]


items = pairs()
items[::-1] = items
print(items, [0] * 10)
items = pairs() + pairs()
items[::2] = items[:3]
items[::-2] = items[3:]
print(items)
items = [[number] for number in range(5)]
items[::-1] = items
print(items)
