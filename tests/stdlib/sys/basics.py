import sys
print(sys.version_info[:2], sys.version_info >= (3, 14), sys.byteorder in ("little", "big"), sys.maxsize == 2**63 - 1, sys.maxunicode, sys.float_info.max, sys.float_info.dig, sys.hash_info.width, sys.int_info.bits_per_digit in (15, 30), sys.platform in ("linux", "darwin", "win32"), sys.getrecursionlimit(), sys.getdefaultencoding(), sys.argv[0].endswith("basics.py"), sys.flags.optimize, sys.implementation.name in ("cpython", "taipan"))
print("sys" in sys.modules, sys.stdin.readable(), sys.stdout.encoding, sys.getfilesystemencoding(), sys.exc_info(), sys.intern("ab") is sys.intern("a" + "b"), sys.getsizeof(0) > 0, sys.hexversion >> 16 == 0x030e, sys.copyright != "", "math" in sys.stdlib_module_names, "sys" in sys.builtin_module_names, sys.is_finalizing(), sys.orig_argv[-1].endswith("basics.py"), sys.path[0] != "", sys.gettrace(), sys.getswitchinterval())
def f():
    fr = sys._getframe()
    return fr.f_code.co_name, fr.f_back.f_code.co_name, fr.f_lineno, sorted(fr.f_locals), fr.f_globals is globals()
print(f())
try:
    sys._getframe(1000)
except ValueError as e:
    print(e)
print(sys.stdout.write("written\n"), sys.stderr.writable(), sys.displayhook(None), sys.displayhook("shown"), sys.float_repr_style, sys.thread_info.name is not None, sys.audit("x.y"), sys.is_stack_trampoline_active() if hasattr(sys, "is_stack_trampoline_active") else False)

# output:
# (3, 14) True True True 1114111 1.7976931348623157e+308 15 64 True True 1000 utf-8 True 0 True
# True True utf-8 utf-8 (None, None, None) True True True True True True False True True None 0.005
# ('f', '<module>', 6, ['fr'], True)
# call stack is not deep enough
# written
# 'shown'
# 8 True None None short True None False
