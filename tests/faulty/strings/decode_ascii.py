b"\x80".decode("ascii")
