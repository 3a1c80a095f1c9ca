"abc".toUpperCase()
