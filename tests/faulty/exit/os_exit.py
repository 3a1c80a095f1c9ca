import os, sys
print("lost or not", flush=True)
os._exit(6)
