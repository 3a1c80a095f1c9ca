# A list that is emptied again while it is sorted was changed all the same; permutations of numbers that no memory holds.
import math


class Meddling:
    def __lt__(self, other):
        items.append(1)
        items.pop()
        return False


items = [Meddling() for _ in range(5)]
try:
    items.sort()
except ValueError as error:
    print(error, len(items))

for arguments in [(2**1000, 2**1000), (1, 2**1000), (2**1000, 2**100), (2**1000, 1)]:
    try:
        print(math.perm(*arguments) == 2**1000)
    except OverflowError as error:
        print(error)
