from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def g(self): pass
    @abstractmethod
    def f(self): pass
A()
