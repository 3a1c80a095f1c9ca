from array import array
a = array("i", [1, 2, 3]); a.append(4); a.extend([5]); a.insert(0, 0)
print(a, a[1], a[1:3], len(a), a.itemsize, a.typecode, a.index(3), a.count(1), a.pop(), a.tolist(), a == array("i", [0, 1, 2, 3, 4]), 3 in a, a.tobytes()[:4])
a[0] = 9; a[1:2] = array("i", [7, 8]); del a[-1]; a.reverse(); a.remove(8); print(a, a + a, a * 2, array("d", [1.5]), array("u", "hé"), array("B", b"ab"), array("q", range(3)))
b = array("H"); b.frombytes(b"\1\0\2\0"); b.byteswap(); print(b, memoryview(array("f", [0.5])).tolist(), array("w", "x😀"), sorted(a), array("i") < a)
for f in (lambda: array("z"), lambda: array("B", [256]), lambda: array("i", ["a"]), lambda: a[99], lambda: array("i", [1]) + array("d", [1]), lambda: a.append(1.5), lambda: array("b", [200]), lambda: a.remove(99), lambda: b.frombytes(b"x")):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)

# output:
# array('i', [0, 1, 2, 3, 4]) 1 array('i', [1, 2]) 6 4 i 3 1 5 [0, 1, 2, 3, 4] True True b'\x00\x00\x00\x00'
# array('i', [3, 2, 7, 9]) array('i', [3, 2, 7, 9, 3, 2, 7, 9]) array('i', [3, 2, 7, 9, 3, 2, 7, 9]) array('d', [1.5]) array('u', 'hé') array('B', [97, 98]) array('q', [0, 1, 2])
# array('H', [256, 512]) [0.5] array('w', 'x😀') [2, 3, 7, 9] True
# ValueError bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)
# OverflowError unsigned byte integer is greater than maximum
# TypeError 'str' object cannot be interpreted as an integer
# IndexError array index out of range
# TypeError bad argument type for built-in operation
# TypeError 'float' object cannot be interpreted as an integer
# OverflowError signed char is greater than maximum
# ValueError array.remove(x): x not in array
# ValueError bytes length not a multiple of item size
