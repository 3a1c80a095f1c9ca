count = 0
class Node:
    def __init__(self, n): self.next = n
    def __del__(self):
        global count
        count += 1
head = None
for _ in range(50000): head = Node(head)
head = None
print(count)  # expect: 50000
