import os
import select


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


r, w = os.pipe()
print(select.select([r], [w], [], 0) == ([], [w], []))
os.write(w, b"x")
print(select.select([r], [], [], 5) == ([r], [], []))
attempt(select.select, [1.5], [], [])
attempt(select.select, 5, [], [])
attempt(select.select, [], [], [], -1)
attempt(select.select, [], [], [], "x")
attempt(select.select, [-1], [], [])
attempt(select.select, [5000], [], [])

poll = select.poll()
poll.register(r, select.POLLIN)
poll.register(w)
print(sorted(poll.poll(0)) == sorted([(r, select.POLLIN), (w, select.POLLOUT)]))
poll.modify(w, 0)
print(poll.poll(10) == [(r, select.POLLIN)])
poll.unregister(w)
attempt(poll.unregister, 900)
attempt(poll.modify, 900, 1)
attempt(poll.register, r, -1)
attempt(poll.register, r, 1 << 20)
attempt(poll.poll, "x")
os.read(r, 1)
print(poll.poll(1), poll.poll(0.5))

with select.epoll() as epoll:
    epoll.register(r, select.EPOLLIN)
    attempt(epoll.register, r, select.EPOLLIN)
    print(epoll.poll(0))
    os.write(w, b"y")
    print(epoll.poll(1) == [(r, select.EPOLLIN)])
    epoll.modify(r, select.EPOLLOUT)
    print(epoll.poll(0))
    epoll.unregister(r)
    attempt(epoll.poll, 0, 0)
    print(epoll.closed)
print(epoll.closed)
attempt(epoll.fileno)
attempt(epoll.poll)
attempt(select.epoll, 0)
attempt(select.epoll, -1, 5)
