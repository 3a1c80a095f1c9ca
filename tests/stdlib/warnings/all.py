import warnings
def old():
    warnings.warn("old() is deprecated", DeprecationWarning, stacklevel=2)
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); old(); warnings.warn("plain"); warnings.warn(RuntimeWarning("instance"))
    print([(x.category.__name__, str(x.message), x.lineno) for x in w])
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("default")
    for _ in range(3): warnings.warn("once per place")
    print(len(w))
with warnings.catch_warnings():
    warnings.filterwarnings("error", message="boom.*"); warnings.filterwarnings("ignore", category=UserWarning, message="quiet")
    warnings.warn("quiet")
    try:
        warnings.warn("boom now")
    except UserWarning as e:
        print("raised", e)
@warnings.deprecated("use new()")
def dep(): return 5
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always"); print(dep(), w[0].category.__name__, w[0].message, dep.__deprecated__)
for f in (lambda: warnings.warn(5, category=int), lambda: warnings.simplefilter("nope"), lambda: warnings.warn("x", stacklevel="a")):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
print(warnings.formatwarning("msg", UserWarning, "file.py", 3, "line"))

# output:
# [('DeprecationWarning', 'old() is deprecated', 5), ('UserWarning', 'plain', 5), ('RuntimeWarning', 'instance', 5)]
# 1
# raised boom now
# 5 DeprecationWarning use new() use new()
# TypeError category must be a Warning subclass, not 'type'
# ValueError invalid action: 'nope'
# TypeError 'str' object cannot be interpreted as an integer
# file.py:3: UserWarning: msg
#   line
#
