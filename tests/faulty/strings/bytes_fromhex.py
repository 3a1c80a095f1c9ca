bytes.fromhex("12 3g")
