import os
import signal
import threading
import time


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def handler(number, frame):
    print("handler", signal.Signals(number).name, frame is not None)


print(signal.getsignal(signal.SIGUSR1), signal.signal(signal.SIGUSR1, handler))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05)
time.sleep(0.2)
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigpending())
print(signal.sigtimedwait([signal.SIGUSR1], 1).si_signo == signal.SIGUSR1)
print(signal.sigtimedwait([signal.SIGUSR1], 0))
os.kill(os.getpid(), signal.SIGUSR1)
print(signal.sigwait({signal.SIGUSR1}))
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
print(attempt(signal.signal, 100, handler))
print(attempt(signal.signal, signal.SIGUSR1, 5))
print(attempt(signal.sigwait, [1000]))
r, w = os.pipe()
print(attempt(signal.set_wakeup_fd, w).replace(str(w), "N"))
os.set_blocking(w, False)
print(signal.set_wakeup_fd(w), signal.set_wakeup_fd(-1) == w)


def interrupt():
    time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)


threading.Thread(target=interrupt).start()
try:
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted")
try:
    threading.Thread(target=lambda: attempt(signal.signal, signal.SIGINT, handler)).start()
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("again")
