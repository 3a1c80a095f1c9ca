é = 1
naïve_变量 = 2
print(é + naïve_变量)  # expect: 3
ﬁ = 3
print(fi)  # expect: 3
class Ünï:
    ñ = "attr"
print(Ünï.ñ, Ünï.__name__)  # expect: attr Ünï
try:
    compile("a€ = 1", "<t>", "exec")
except SyntaxError as e:
    print(e.msg)  # expect: invalid character '€' (U+20AC)
