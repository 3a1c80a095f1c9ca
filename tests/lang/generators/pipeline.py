def read(lines):
    for line in lines:
        print("read", line)
        yield line
def grep(pattern, lines):
    for line in lines:
        if pattern in line:
            print("grep", line)
            yield line
def head(n, it):
    for _, x in zip(range(n), it):
        yield x
print(list(head(2, grep("a", read(["abc", "xyz", "bar", "baz", "qa"])))))

# output:
# read abc
# grep abc
# read xyz
# read bar
# grep bar
# ['abc', 'bar']
