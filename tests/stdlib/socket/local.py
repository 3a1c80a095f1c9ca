import socket, threading, select
a, b = socket.socketpair()
a.sendall(b"hello"); print(b.recv(3), b.recv(10), select.select([b], [], [], 0)[0])
a.close(); print(b.recv(1)); b.close()
s = socket.create_server(("127.0.0.1", 0)); port = s.getsockname()[1]
def serve():
    c, _ = s.accept()
    with c, c.makefile("rw") as f: f.write(f.readline().upper()); f.flush()
t = threading.Thread(target=serve); t.start()
with socket.create_connection(("127.0.0.1", port)) as c:
    c.sendall(b"ping\n"); print(c.recv(100))
t.join(); s.close()
for f in (lambda: a.send(b"x"), lambda: socket.create_connection(("127.0.0.1", port), timeout=1), lambda: socket.inet_aton("x")):
    try:
        f()
    except OSError as e:
        print(type(e).__name__)
print(socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\1\2\3\4"), socket.htons(1) in (1, 256), socket.inet_pton(socket.AF_INET6, "::1")[-1])

# output:
# b'hel' b'lo' []
# b''
# b'PING\n'
# OSError
# ConnectionRefusedError
# OSError
# b'\x01\x02\x03\x04' 1.2.3.4 True 1
