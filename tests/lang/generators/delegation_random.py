# Chains of `yield from` of many kinds, which random outsiders resume, throw into, close and drop: CPython's answers, by their checksums.
import gc
import random
import zlib


def leaf(count, log):
    index = 0
    while index < count:
        try:
            got = yield ("leaf", index)
            log.append(("got", got))
        except KeyError as error:
            log.append(("thrown", str(error)))
        index += 1
    return ("returned", count)


def plain(inner, log):
    result = yield from inner
    log.append(("result", result))
    return result


def catching(inner, log):
    try:
        result = yield from inner
    except (KeyError, ValueError) as error:
        log.append(("caught", type(error).__name__))
        result = yield "after"
    return result


def around(inner, log):
    yield "before"
    result = yield from inner
    yield ("behind", result)
    return 1


def handling(inner, log):
    try:
        raise IndexError("handled")
    except IndexError:
        result = yield from inner
    return result


def cleaning(inner, log):
    try:
        result = yield from inner
    finally:
        log.append("finally")
    return result


def looping(inner, log):
    for item in inner:
        yield ("item", item)
    return "loop"


KINDS = [plain, catching, around, handling, cleaning, looping]


def run(seed):
    choice = random.Random(seed)
    log, out = [], []
    generators = [leaf(choice.randrange(4), log) for _ in range(choice.randrange(1, 4))]
    for _ in range(choice.randrange(1, 9)):
        generators.append(choice.choice(KINDS)(choice.choice(generators[-3:]), log))
    for step in range(choice.randrange(3, 30)):
        if not generators:
            break
        generator = choice.choice(generators if choice.random() < 0.4 else generators[-1:])
        what = choice.random()
        try:
            if what < 0.55:
                out.append(next(generator))
            elif what < 0.7:
                out.append(generator.send(step))
            elif what < 0.78:
                out.append(generator.throw(KeyError("k")))
            elif what < 0.82:
                out.append(generator.throw(ValueError("v")))
            elif what < 0.86:
                out.append(generator.close())
            elif what < 0.9:
                out.append([item for item, _ in zip(generator, range(2))])
            elif what < 0.93:
                out.append((generator.gi_running, generator.gi_suspended, generator.gi_yieldfrom is None))
            elif what < 0.96:
                generators.remove(generator)
                del generator
                gc.collect()
            else:
                out.append(list(generator))
        except BaseException as error:
            out.append((type(error).__name__, str(error)))
    del generators
    return out, log


for start in range(0, 400, 20):
    print(start, zlib.crc32(repr([run(seed) for seed in range(start, start + 20)]).encode()))
