# The parts are summed with what rounding loses, as floats are.
print(sum([0.1 + 0.1j] * 10))  # expect: (1+1j)
print(sum([complex(1, -0.0), 1]), sum([1e100j, 1j, -1e100j]))  # expect: (2-0j) 1j
print(sum([1j, True, 2.5, 10**18]))  # expect: (1e+18+1j)
sum([1j, 10**1000])  # raises: OverflowError: int too large to convert to float
