z = 3 + 4j
print(z, abs(z), z.real, z.imag, z.conjugate())  # expect: (3+4j) 5.0 3.0 4.0 (3-4j)
print(z + 1, z - 1j, z * z, z / 2, z ** 2)  # expect: (4+4j) (3+3j) (-7+24j) (1.5+2j) (-7+24j)
print(1j * 1j, -1j, complex(1, -0.0), complex("1+2j"))  # expect: (-1+0j) (-0-1j) (1-0j) (1+2j)
print(z == 3 + 4j, z != 3, 1 + 0j == 1)  # expect: True True True
print(complex(0, float("nan")), complex(float("inf"), 1))  # expect: nanj (inf+1j)
