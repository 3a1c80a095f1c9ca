TEXT = "the quick brown fox jumps over the lazy dog " * 5


def bench(loops):
    for _ in range(loops):
        TEXT.split(); TEXT.find("dog"); TEXT.count("o"); TEXT.strip().title()
        TEXT.startswith("the"); TEXT[10:50]; "lazy" in TEXT; TEXT == TEXT.lower()
