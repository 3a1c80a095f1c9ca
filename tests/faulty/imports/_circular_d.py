import _circular_c
print(_circular_c.value_c)
