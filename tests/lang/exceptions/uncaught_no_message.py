class Silent(Exception): pass
raise Silent  # raises: Silent
