assert (
    1 == 2
), "parenthesized"
