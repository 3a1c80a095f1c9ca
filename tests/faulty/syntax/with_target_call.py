with a as f(), b as g:
    pass
