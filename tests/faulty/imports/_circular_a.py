from _circular_b import value_b
value_a = 1
