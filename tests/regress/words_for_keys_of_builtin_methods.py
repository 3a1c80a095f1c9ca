# Lists, dicts and sets have words of their own for a wrong number of keys; groups name None.
def words_of(call):
    try:
        call()
    except TypeError as error:
        print(error)


words_of(lambda: ExceptionGroup(None, 5))
words_of(lambda: ExceptionGroup(3, 5))
for call in (lambda: [].__getitem__(), lambda: {}.__getitem__(1, 2), lambda: {}.__contains__(), lambda: set().__contains__(),
             lambda: frozenset().__contains__(1, 2), lambda: ().__getitem__(), lambda: [].__contains__()):
    words_of(call)
print([1].__getitem__(0), {1: 2}.__getitem__(1), {1}.__contains__(1))
