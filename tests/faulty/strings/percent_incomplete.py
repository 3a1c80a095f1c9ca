"abc %" % 1
