# The line of a caller, asked for at many places of the same code, several times each.
import sys


def where():
    return sys._getframe(1).f_lineno


def many(flag):
    found = []
    for _ in range(2):
        found.append(where())
        found.append(
            where())
        if flag:
            found.append([where() for _ in (1, 2)])
        else:
            found.append((where(),
                          where()))
        try:
            found.append(where()); found.append(where())
            raise ValueError(where())
        except ValueError as e:
            found.append(e.args[0])
            found.append(e.__traceback__.tb_lineno)
        finally:
            found.append(where())
    return found


print(many(True))
print(many(False))
print([where(),
       where(),

       where()], where(), where())


def gen():
    yield where()
    yield (where(),
           where())
    yield where()


for _ in range(2):
    print(list(gen()))
    g = gen()
    print(g.gi_frame.f_lineno, next(g), g.gi_frame.f_lineno, next(g), g.gi_frame.f_lineno)
