def f():
x = 1

# raises: IndentationError: expected an indented block after function definition on line 1
