"abc".translate({97: -1})
