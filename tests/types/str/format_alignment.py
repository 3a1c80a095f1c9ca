for s in ("ab", "é", ""):
    print([f"{s:{spec}}" for spec in ("5", "<5", ">5", "^5", "*^6", ".1", "6.1", "s", "05")])
for spec in ("d", "=5", "+", ",", "x", "5.5.5", "#"):
    try:
        print(f"{'ab':{spec}}")
    except ValueError as e:
        print(spec, e)

# output:
# ['ab   ', 'ab   ', '   ab', ' ab  ', '**ab**', 'a', 'a     ', 'ab', 'ab000']
# ['é    ', 'é    ', '    é', '  é  ', '**é***', 'é', 'é     ', 'é', 'é0000']
# ['     ', '     ', '     ', '     ', '******', '', '      ', '', '00000']
# d Unknown format code 'd' for object of type 'str'
# =5 '=' alignment not allowed in string format specifier
# + Sign not allowed in string format specifier
# , Cannot specify ',' with 's'.
# x Unknown format code 'x' for object of type 'str'
# 5.5.5 Invalid format specifier '5.5.5' for object of type 'str'
# # Alternate form (#) not allowed in string format specifier
