# sys._current_frames() and sys._current_exceptions() know of threads that wait.
import sys, threading, time, traceback

ready, stop = threading.Event(), threading.Event()


def inner(x):
    try:
        raise ValueError("seen")
    except ValueError:
        ready.set()
        stop.wait()
        print("x is", x)


def generator():
    inner(1)
    yield


def outer():
    for _ in generator():
        pass


thread = threading.Thread(target=outer)
thread.start()
ready.wait()
time.sleep(0.05)

frames = sys._current_frames()
print(sorted(frames) == sorted([thread.ident, threading.get_ident()]))  # expect: True
print(frames[threading.get_ident()] is sys._getframe())  # expect: True
frame = frames[thread.ident]
print([item.name for item in traceback.extract_stack(frame)][-5:])  # expect: ['outer', 'generator', 'inner', 'wait', 'wait']
while frame.f_code is not inner.__code__:
    frame = frame.f_back
print(frame.f_lineno - inner.__code__.co_firstlineno, frame.f_back.f_lineno - generator.__code__.co_firstlineno)  # expect: 5 1
print(frame.f_locals["x"], frame.f_back.f_generator is not None)  # expect: 1 True
frame.f_locals["x"] = 5
try:
    frame.clear()
except RuntimeError as error:
    print(error)  # expect: cannot clear an executing frame
exceptions = sys._current_exceptions()
print(repr(exceptions[thread.ident]), exceptions[threading.get_ident()])  # expect: ValueError('seen') None
del frames, exceptions

stop.set()
thread.join()  # expect: x is 5
print(list(sys._current_frames()) == [threading.get_ident()])  # expect: True
print(frame.f_code.co_name, frame.f_back.f_back.f_code.co_name if frame.f_back.f_back else None)  # expect: inner None
