import unittest
class T(unittest.TestCase): pass
T().assertEqual([1, 2], [1, 3])
