class E(BaseException): pass
raise E(1)
