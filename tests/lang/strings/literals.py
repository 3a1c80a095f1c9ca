print("a\tb\\n\x41\u00e9\U0001F600\101\0end".encode())
print(r"raw\n", b"bytes\x00\xff", rb"raw\x00", 'it''s', "con" "cat")
print("""multi
line "quoted" \
joined""")
print(u"unicode", "\N{BULLET}", "\N{LATIN SMALL LETTER E WITH ACUTE}")
print(len("é"), len("😀"), "😀"[0], "\u0065\u0301" == "é")
print(1_000_000, 0xFF_FF, 0b1010, 0o17, 1_0.0_1, 1e1_0, .5, 5., 0_0, 00)
print('a' "b" f"{'c'}" r'\d')

# output:
# b'a\tb\\nA\xc3\xa9\xf0\x9f\x98\x80A\x00end'
# raw\n b'bytes\x00\xff' b'raw\\x00' its concat
# multi
# line "quoted" joined
# unicode • é
# 1 1 😀 False
# 1000000 65535 10 15 10.01 10000000000.0 0.5 5.0 0 0
# abc\d
