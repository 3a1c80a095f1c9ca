print("pkg loading", __name__, __package__)
from . import one
exported = "from pkg"
__all__ = ["exported", "late"]
def __getattr__(name):
    if name == "late":
        return "made by module getattr"
    raise AttributeError(f"no {name} in {__name__}")
def __dir__():
    return ["listed"]
