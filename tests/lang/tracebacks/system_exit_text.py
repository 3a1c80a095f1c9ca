import sys


def leave():
    sys.exit("goodbye")


try:
    leave()
finally:
    print("cleaned up")
