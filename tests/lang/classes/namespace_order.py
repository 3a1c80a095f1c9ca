import collections

namespace = collections.OrderedDict(a=1, b=2)
namespace.move_to_end("a")
print(list(type("C", (), namespace).__dict__)[:2])  # expect: ['b', 'a']
for make in (
    lambda: type("A\udcdcB", (), {}),
    lambda: type("A", (), {"__doc__": "x\udcdc"}),
    lambda: setattr(type("A", (), {}), "__name__", "\udcdc"),
):
    try:
        make()
    except UnicodeEncodeError as error:
        print(error.encoding, error.reason, error.start)
# expect: utf-8 surrogates not allowed 1
# expect: utf-8 surrogates not allowed 1
# expect: utf-8 surrogates not allowed 0
