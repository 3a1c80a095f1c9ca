import _circular_d
value_c = 1
