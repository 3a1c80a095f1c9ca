from sys import pathh  # raises: ImportError: cannot import name 'pathh' from 'sys' (unknown location). Did you mean: 'path'?
