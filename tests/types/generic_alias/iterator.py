import copy
import pickle
import types

starred = next(iter(tuple[int]))
print(starred, copy.deepcopy(starred), pickle.loads(pickle.dumps(starred)) == starred)  # expect: *tuple[int] *tuple[int] True
iterator = iter(list[int])
print(type(iterator).__name__, iterator.__reduce__())  # expect: generic_alias_iterator (<built-in function iter>, (list[int],))
print(list(iterator), iterator.__reduce__())  # expect: [*list[int]] (<built-in function iter>, ((),))
print(types.GeneratorType[int], types.CoroutineType[int, str, bytes])  # expect: generator[int] coroutine[int, str, bytes]


class Clears:
    def __repr__(self):
        parameters.clear()
        return "cleared"


parameters = [Clears(), 1]
repr(types.GenericAlias(int, parameters))  # raises: IndexError: list index out of range
