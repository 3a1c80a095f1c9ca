[].append(x=1)
