print(sys.path)
