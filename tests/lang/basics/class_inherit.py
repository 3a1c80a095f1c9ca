class Animal:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return self.name + " makes a sound"

class Dog(Animal):
    def speak(self):
        return super().speak() + ": woof"

d = Dog("Rex")
print(d.speak())  # expect: Rex makes a sound: woof
print(isinstance(d, Animal), isinstance(d, int), issubclass(Dog, Animal))  # expect: True False True
print(type(d).__name__, Dog.__mro__[1].__name__, Dog.__bases__ == (Animal,))  # expect: Dog Animal True
