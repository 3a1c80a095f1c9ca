import sys
sys.stderr = sys.stdout
sys.exit("told on stdout")
