value = (
    "abc"
    .upper()
    .lowr()
    .strip()
)
