print(int | str, int | None, None | int, (int | str) == (str | int), int | int)
print((int | str).__args__, type(int | str).__name__, isinstance(5, int | str), issubclass(bool, int | str))
print(list[int] | None, "x" if False else int | "Fwd" if False else int | list)
for f in (lambda: int | 5, lambda: 5 | int, lambda: isinstance(1, int | list[int])):
    try:
        print(f())
    except TypeError as e:
        print(e)
import typing
print(typing.Union[int, str], typing.Optional[int], typing.Union[int] is int, typing.Union[int, str] == (int | str))

# output:
# int | str int | None None | int True <class 'int'>
# (<class 'int'>, <class 'str'>) Union True True
# list[int] | None int | list
# unsupported operand type(s) for |: 'type' and 'int'
# unsupported operand type(s) for |: 'int' and 'type'
# True
# int | str int | None True True
