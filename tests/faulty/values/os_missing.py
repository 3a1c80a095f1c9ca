import os
os.listdir("no_such_folder")
