import threading
t = threading.Thread(target=int)
t.start()
t.join()
t.start()
