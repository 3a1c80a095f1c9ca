import traceback
def show(f):
    try:
        f()
    except Exception as e:
        print(traceback.format_exception_only(e)[-1], end="")
class Box:
    def __init__(self): self.width = self.height = 1
    def _hidden(self): pass
    def compute(self): pass
def local_names():
    total = 1
    print(totl)
show(lambda: Box().widht)
show(lambda: Box().computed)
show(lambda: Box().hidden)
show(lambda: Box().completely_different)
show(local_names)
show(lambda: prin("x"))
show(lambda: show_)
show(lambda: "".joined)
show(lambda: [].appendd(1))
show(lambda: os.path)
show(lambda: Box().WIDTH)
show(lambda: x)
show(lambda: [].push(1))
show(lambda: {}.add(1))

# output:
# AttributeError: 'Box' object has no attribute 'widht'. Did you mean: 'width'?
# AttributeError: 'Box' object has no attribute 'computed'. Did you mean: 'compute'?
# AttributeError: 'Box' object has no attribute 'hidden'
# AttributeError: 'Box' object has no attribute 'completely_different'
# NameError: name 'totl' is not defined
# NameError: name 'prin' is not defined
# NameError: name 'show_' is not defined
# AttributeError: 'str' object has no attribute 'joined'. Did you mean: 'join'?
# AttributeError: 'list' object has no attribute 'appendd'. Did you mean: 'append'?
# NameError: name 'os' is not defined. Did you forget to import 'os'?
# AttributeError: 'Box' object has no attribute 'WIDTH'
# NameError: name 'x' is not defined
# AttributeError: 'list' object has no attribute 'push'
# AttributeError: 'dict' object has no attribute 'add'
