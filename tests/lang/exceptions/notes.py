import traceback
e = ValueError("base")
print(hasattr(e, "__notes__"))
e.add_note("first note")
e.add_note("second\nline")
print(e.__notes__)
try:
    e.add_note(5)
except TypeError as err:
    print(err)
try:
    raise e
except ValueError:
    print("".join(traceback.format_exception_only(e)), end="")

# output:
# False
# ['first note', 'second\nline']
# add_note() argument must be str, not int
# ValueError: base
# first note
# second
# line
