from abc import ABC, abstractmethod
class Shape(ABC):
    @abstractmethod
    def area(self): ...
    @property
    @abstractmethod
    def name(self): ...
    def describe(self): return f"{self.name} {self.area()}"
class Half(Shape):
    def area(self): return 1
class Full(Half):
    name = "full"
print(Full().describe())
for c in (Shape, Half):
    try:
        c()
    except TypeError as e:
        print(e)
print(sorted(Shape.__abstractmethods__))
class Virtual: pass
Shape.register(Virtual)
print(issubclass(Virtual, Shape), isinstance(Virtual(), Shape), Shape in Virtual.__mro__)

# output:
# full 1
# Can't instantiate abstract class Shape without an implementation for abstract methods 'area', 'name'
# Can't instantiate abstract class Half without an implementation for abstract method 'name'
# ['area', 'name']
# True True False
