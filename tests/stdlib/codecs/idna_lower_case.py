# Letters whose lower case came after Unicode 3.2 stay what they are.
print("\u13a0\u13a0".encode("idna"), "\u10a0.".encode("idna"), "\u04c0.example".encode("idna"))  # expect: b'xn--58da' b'xn--7md.' b'xn--d5a.example'
print("B\xfcCHER.example".encode("idna"))  # expect: b'xn--bcher-kva.example'
