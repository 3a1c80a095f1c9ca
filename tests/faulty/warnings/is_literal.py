x = 5
x is 5
1 / 0
