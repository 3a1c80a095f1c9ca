b"abc\xffdef".decode()
