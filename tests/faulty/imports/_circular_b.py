from _circular_a import value_a
value_b = 2
