import warnings
warnings.simplefilter("error", SyntaxWarning)
exec("x = '\\d'")
