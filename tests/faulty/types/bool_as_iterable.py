a = True
for x in a: pass
