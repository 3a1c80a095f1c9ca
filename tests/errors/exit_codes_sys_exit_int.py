import sys
print("leaving")  # expect: leaving
sys.exit(3)
