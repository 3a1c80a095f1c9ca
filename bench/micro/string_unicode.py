TEXT = "Grüße aus dem Süden, naïve café, 日本語 " * 3


def bench(loops):
    for _ in range(loops):
        data = TEXT.encode()
        data.decode()
        TEXT.upper(); TEXT.casefold(); TEXT.find("日本"); TEXT[20:60]; TEXT.split()
        TEXT.translate({233: "e", 228: None})
