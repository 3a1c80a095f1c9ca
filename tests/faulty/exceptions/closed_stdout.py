import sys
sys.stdout.close()
raise ValueError("still told")
