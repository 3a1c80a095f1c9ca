# A loop that does nothing else is interrupted where it goes back, which is inside of the try statement around it.
import signal
def alarm(number, frame): raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, alarm)
def endless():
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        while True: pass
    except TimeoutError as error:
        print("endless", error)
def tested(n):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        while n:
            x = 1
    except TimeoutError as error:
        print("tested", error)
def with_finally():
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        try:
            while True:
                pass
        finally:
            print("finally")
    except TimeoutError as error:
        print(error)
endless()  # expect: endless alarm
tested(1)  # expect: tested alarm
with_finally()  # expect: finally
# expect: alarm
