import re

PAGE = "Dear {{name}},  you owe  {{amount}} to   {{firm}}; see https://example.com/{{id}}.\n"
VALUES = {"name": "Ann", "amount": "12", "firm": "Us", "id": "77"}
FIELD = re.compile(r"\{\{(\w+)\}\}")
SPACE = re.compile(r"\s+")


def bench(loops):
    for _ in range(loops):
        FIELD.sub(lambda found: VALUES[found[1]], PAGE); SPACE.sub(" ", PAGE)
        re.sub(r"(\w+)://(\w+)", r"\2 by \1", PAGE); re.split(r"[,;.]\s*", PAGE)
