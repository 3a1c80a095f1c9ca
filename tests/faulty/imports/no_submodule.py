import os.nope
