import types

print(types.FunctionType is type(lambda: None), types.CapsuleType)  # expect: True <class 'PyCapsule'>
types.CapsuleType()  # raises: TypeError: cannot create 'PyCapsule' instances
