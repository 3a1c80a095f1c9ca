import sys
sys.exit("message goes to stderr")

# raises: message goes to stderr
