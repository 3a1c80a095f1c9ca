import gc, time, signal, os, select, errno
t = time.monotonic(); time.sleep(0.01); print(time.monotonic() - t >= 0.01, time.perf_counter_ns() > 0, time.gmtime(0)[:6], time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(86400)), time.mktime(time.localtime(0)), time.strptime("2024-03-01", "%Y-%m-%d")[:3], time.time() > 1.7e9, time.asctime(time.gmtime(0)), time.get_clock_info("monotonic").monotonic)
got = []
signal.signal(signal.SIGUSR1, lambda n, f: got.append(signal.Signals(n).name)); os.kill(os.getpid(), signal.SIGUSR1); time.sleep(0.001); print(got, signal.getsignal(signal.SIGINT) is signal.default_int_handler)
def alarm(n, f): raise TimeoutError("alarm")
signal.signal(signal.SIGALRM, alarm); signal.setitimer(signal.ITIMER_REAL, 0.01)
try:
    while True: pass
except TimeoutError as e:
    print(e)
try:
    os.kill(os.getpid(), signal.SIGINT); time.sleep(1)
except KeyboardInterrupt:
    print("interrupted")
print(errno.errorcode[2], os.strerror(2))
r, w = os.pipe(); os.write(w, b"p"); print(os.read(r, 5)); os.close(r); os.close(w)
pid = os.fork()
if pid == 0: os._exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

# output:
# True True (1970, 1, 1, 0, 0, 0) 1970-01-02 00:00:00 0.0 (2024, 3, 1) True Thu Jan  1 00:00:00 1970 True
# ['SIGUSR1'] True
# alarm
# interrupted
# ENOENT No such file or directory
# b'p'
# 7
