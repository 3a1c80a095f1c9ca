("abc"
    .upper()
    .index("z"))
