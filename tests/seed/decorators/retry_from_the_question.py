"""The retry decorator of the question, with the clock replaced so that waiting is observable."""
from functools import wraps

waits = []


def sleep(seconds):
    waits.append(seconds)


def retry(times=3, delay=1.0, on=(Exception,), backoff=1.0):
    def outer(fn):
        @wraps(fn)
        def inner(*args, **kwargs):
            last, pause = None, delay
            for attempt in range(1, times + 1):
                try:
                    return fn(*args, **kwargs)
                except on as e:
                    e.add_note(f"attempt {attempt} of {times}")
                    last = e
                    if attempt < times:
                        sleep(pause)
                        pause *= backoff
            raise last
        inner.attempts = times
        return inner
    return outer


calls = 0


@retry(times=4, delay=0.5, on=(ConnectionError, TimeoutError), backoff=2)
def connect(host: str, *, port: int = 80) -> str:
    """Open a connection."""
    global calls
    calls += 1
    if calls < 3:
        raise ConnectionError(f"{host}:{port} refused #{calls}")
    return f"connected to {host}:{port}"


print(connect("db", port=5432), waits)
print(connect.__name__, connect.__doc__, connect.__wrapped__ is not connect, connect.attempts, connect.__qualname__, connect.__module__)
import inspect
print(inspect.signature(connect), sorted(connect.__annotations__), inspect.unwrap(connect).__name__)


@retry(2, 0)
def always():
    raise ValueError("never works")


try:
    always()
except ValueError as e:
    print(e, e.__notes__)


@retry(3, on=(KeyError,))
def wrong_kind():
    raise TypeError("not retried")


waits.clear()
try:
    wrong_kind()
except TypeError as e:
    print(e, hasattr(e, "__notes__"), waits)


class Client:
    tries = 0

    @retry(2, 0)
    def get(self, path):
        self.tries += 1
        if self.tries == 1:
            raise OSError("first fails")
        return f"{type(self).__name__} {path} {self.tries}"

    @classmethod
    @retry(1, 0)
    def make(cls):
        return cls.__name__

    @staticmethod
    @retry(1, 0)
    def add(a, b):
        return a + b


print(Client().get("/x"), Client.make(), Client.add(1, 2), Client.get.__name__, Client().get.__self__.__class__.__name__)
try:
    retry(0)(lambda: 1)()
except TypeError as e:
    print(e)
