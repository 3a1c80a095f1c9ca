# Threads that import the same module see it complete, or try themselves when it failed.
import os
import sys
import tempfile
import threading

with tempfile.TemporaryDirectory() as folder:
    sys.path.insert(0, folder)
    with open(os.path.join(folder, "slow_module.py"), "w") as file:
        file.write("import time\nfirst = 1\ntime.sleep(0.05)\nlast = 2\n")
    with open(os.path.join(folder, "failing_module.py"), "w") as file:
        file.write("import time\ntime.sleep(0.02)\nraise RuntimeError('on purpose')\n")
    seen = []

    def work():
        import slow_module
        seen.append(slow_module.last)
        try:
            import failing_module
        except RuntimeError as error:
            seen.append(str(error))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(seen.count(2), seen.count("on purpose"), len(seen))  # expect: 4 4 8
