def attempt(code):
    try:
        compile(code, "<t>", "exec")
        print("compiles")
    except SyntaxError as e:
        print(e.msg)
attempt("match x:\n case a: pass\n case b: pass")
attempt("match x:\n case _: pass\n case 1: pass")
attempt("match x:\n case a | 1: pass")
attempt("match x:\n case a | b: pass")
attempt("match x:\n case [a, a]: pass")
attempt("match x:\n case [*a, *b]: pass")
attempt("match x:\n case {**r, 'a': 1}: pass")
attempt("match x:\n case {'a': 1, 'a': 2}: pass")
attempt("match x:\n case C(a=1, a=2): pass")
attempt("match x:\n case C(a=1, 2): pass")
attempt("match x:\n case 1 + 2: pass")
attempt("match x:\n case f'a': pass")
attempt("match x:\n case 1 as _: pass")
attempt("match x:\n case 1 as a.b: pass")
attempt("match x:\n case -a: pass")
attempt("match x:\n case (1 as a) | (2 as b): pass")
attempt("match x:\n case {**_}: pass")
attempt("match x:\n case *a: pass")
attempt("match x:\n pass")
attempt("match x:\n case a if True: pass\n case _: pass")

# output:
# name capture 'a' makes remaining patterns unreachable
# wildcard makes remaining patterns unreachable
# name capture 'a' makes remaining patterns unreachable
# name capture 'a' makes remaining patterns unreachable
# multiple assignments to name 'a' in pattern
# multiple starred names in sequence pattern
# invalid syntax
# mapping pattern checks duplicate key ('a')
# attribute name repeated in class pattern: a
# positional patterns follow keyword patterns
# imaginary number required in complex literal
# patterns may only match literals and attribute lookups
# cannot use '_' as a target
# cannot use attribute as pattern target
# invalid syntax
# alternative patterns bind different names
# invalid syntax
# invalid syntax
# invalid syntax
# compiles
