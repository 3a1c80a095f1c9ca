for spec in ("d", "5d", "<5", ">5", "^5", "05", "+", " ", "x", "X", "#x", "#o", "#b", "b", "o", "c", ",", "_", "_x", "*^9", "=+6", "+,", "e", ".2f", "%", "n", "#010b", "010,"):
    print(f"{spec:8}[{format(65, spec)}] [{format(-12345 if spec != 'c' else 97, spec)}]")
for spec in (".2d", "s", ",x", "+c", "#c", "q", "5."):
    try:
        print(format(5, spec))
    except ValueError as e:
        print(repr(spec), e)
print(format(True, "d"), format(True, ""), format(10**25, ","), format(2**70, "x"))
try:
    format(-1, "c")
except OverflowError as e:
    print(e)

# output:
# d       [65] [-12345]
# 5d      [   65] [-12345]
# <5      [65   ] [-12345]
# >5      [   65] [-12345]
# ^5      [ 65  ] [-12345]
# 05      [00065] [-12345]
# +       [+65] [-12345]
#         [ 65] [-12345]
# x       [41] [-3039]
# X       [41] [-3039]
# #x      [0x41] [-0x3039]
# #o      [0o101] [-0o30071]
# #b      [0b1000001] [-0b11000000111001]
# b       [1000001] [-11000000111001]
# o       [101] [-30071]
# c       [A] [a]
# ,       [65] [-12,345]
# _       [65] [-12_345]
# _x      [41] [-3039]
# *^9     [***65****] [*-12345**]
# =+6     [+   65] [-12345]
# +,      [+65] [-12,345]
# e       [6.500000e+01] [-1.234500e+04]
# .2f     [65.00] [-12345.00]
# %       [6500.000000%] [-1234500.000000%]
# n       [65] [-12345]
# #010b   [0b01000001] [-0b11000000111001]
# 010,    [00,000,065] [-0,012,345]
# '.2d' Precision not allowed in integer format specifier
# 's' Unknown format code 's' for object of type 'int'
# ',x' Cannot specify ',' with 'x'.
# '+c' Sign not allowed with integer format specifier 'c'
# '#c' Alternate form (#) not allowed with integer format specifier 'c'
# 'q' Unknown format code 'q' for object of type 'int'
# '5.' Format specifier missing precision
# 1 True 10,000,000,000,000,000,000,000,000 400000000000000000
# %c arg not in range(0x110000)
