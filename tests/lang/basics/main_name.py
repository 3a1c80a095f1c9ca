print(__name__)  # expect: __main__
if __name__ == "__main__":
    print("run as a program")  # expect: run as a program
