"""Counts words the plain way: text in, a dict of counts, a table out."""

TEXT = """
It is a truth universally acknowledged that a single man in possession
of a good fortune must be in want of a wife however little known the
feelings or views of such a man may be on his first entering a
neighbourhood this truth is so well fixed in the minds of the surrounding
families that he is considered as the rightful property of some one or
other of their daughters
"""


def count(words):
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def main():
    words = TEXT.split()
    counts = count(words)
    print(f"{len(words)} words, {len(counts)} different")
    for word, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:8]:
        print(f"{word:>8} {n:2} {'#' * n}")
    lengths = count(len(word) for word in words)
    print("lengths:", ", ".join(f"{length}:{lengths[length]}" for length in sorted(lengths)))
    print("longest:", max(words, key=len))


main()
