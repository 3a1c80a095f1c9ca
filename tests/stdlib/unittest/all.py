import io, unittest
from unittest import mock
class T(unittest.TestCase):
    def setUp(self): self.log = ["setup"]
    def test_ok(self): self.assertEqual(1 + 1, 2); self.assertIn(1, [1]); self.assertIsNone(None)
    def test_fail(self): self.assertEqual({"a": 1}, {"a": 2})
    def test_error(self): raise KeyError("k")
    @unittest.skip("why not")
    def test_skip(self): pass
    @unittest.expectedFailure
    def test_xfail(self): self.fail("expected")
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "b.d") as cm: raise ValueError("bad")
        self.assertEqual(cm.exception.args, ("bad",))
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
out = io.StringIO()
r = unittest.TextTestRunner(stream=out, verbosity=0).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(r.testsRun, len(r.failures), len(r.errors), len(r.skipped), len(r.expectedFailures), r.wasSuccessful())
print([line for line in out.getvalue().splitlines() if line.startswith(("FAIL", "ERROR", "AssertionError", "KeyError"))])
m = mock.Mock(return_value=3); m.attr.method.return_value = "deep"
print(m(1, k=2), m.called, m.call_args, m.attr.method(), m.call_count)
m.assert_called_once_with(1, k=2)
try:
    m.assert_called_with(9)
except AssertionError as e:
    print(str(e).splitlines()[0])
with mock.patch("os.getpid", return_value=42): print(__import__("os").getpid())
mm = mock.MagicMock(); mm.__len__.return_value = 7; mm.__getitem__.side_effect = lambda k: k * 2; print(len(mm), mm["a"], mock.sentinel.x)
side = mock.Mock(side_effect=[1, ValueError("s")]); print(side())
try:
    side()
except ValueError as e:
    print(e)

# output:
# 7 2 1 1 1 False
# ['ERROR: test_error (__main__.T.test_error)', "KeyError: 'k'", 'FAIL: test_fail (__main__.T.test_fail)', "AssertionError: {'a': 1} != {'a': 2}", 'FAIL: test_sub (__main__.T.test_sub) (i=1)', 'AssertionError: 1 == 1', 'FAILED (failures=2, errors=1, skipped=1, expected failures=1)']
# 3 True call(1, k=2) deep 1
# expected call not found.
# 42
# 7 aa sentinel.x
# 1
# s
