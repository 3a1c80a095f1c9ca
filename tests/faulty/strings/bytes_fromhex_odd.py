bytes.fromhex("123")
