assert 1 + 1 == 2
try:
    assert False, "message"
except AssertionError as e:
    print("failed:", e)  # expect: failed: message
try:
    assert []
except AssertionError as e:
    print(repr(e))  # expect: AssertionError()
