import re

LOG = '192.168.0.17 - - [10/Oct/2000:13:55:36 -0700] "GET /index.html HTTP/1.0" 200 2326'
LINE = re.compile(r'(\S+) (\S+) (\S+) \[([^\]]+)\] "(\w+) (\S+) ([^"]*)" (\d{3}) (\d+|-)')
WORD = re.compile(r"error|warning|fatal")
MAIL = re.compile(r"[\w.]+@[\w.]+")


def bench(loops):
    for _ in range(loops):
        LINE.match(LOG).groups(); WORD.search(LOG); MAIL.search(LOG); re.search(r"HTTP/(\d)", LOG).group(1)
