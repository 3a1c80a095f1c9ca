"""Conway's game of life on an endless board: a set of live cells and one comprehension."""

from collections import Counter


def step(cells):
    around = Counter((x + dx, y + dy) for x, y in cells for dx in (-1, 0, 1) for dy in (-1, 0, 1) if dx or dy)
    return {cell for cell, n in around.items() if n == 3 or (n == 2 and cell in cells)}


def show(cells, width, height):
    for y in range(height):
        print("".join("#" if (x, y) in cells else "." for x in range(width)))


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for generation in range(9):
    if generation % 4 == 0:
        print(f"generation {generation}, {len(glider)} cells")
        show(glider, 6, 6)
    glider = step(glider)

r_pentomino = {(1, 0), (2, 0), (0, 1), (1, 1), (1, 2)}
for generation in range(100):
    r_pentomino = step(r_pentomino)
print(f"the r-pentomino after 100 generations: {len(r_pentomino)} cells")
