import io

WORDS = ["alpha", "beta", "gamma", "delta"] * 10


def bench(loops):
    for _ in range(loops):
        text = " ".join(WORDS)
        text.split(" "); text.partition("gamma"); text.splitlines()
        out = io.StringIO()
        for word in WORDS:
            out.write(word)
        out.getvalue()
