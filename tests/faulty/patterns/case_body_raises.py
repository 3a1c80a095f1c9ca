match [1, 0]:
    case [a, b]:
        a / b
