import glob, os, pathlib, shutil, stat, tempfile, fnmatch
root = tempfile.mkdtemp()
os.chdir(root)
os.makedirs("a/b/c"); open("a/one.txt", "w").write("1"); open("a/b/two.py", "w").write("22")
print(sorted(os.listdir("a")), os.path.exists("a/one.txt"), os.path.isdir("a/b"), os.path.getsize("a/b/two.py"), [(d, sorted(x), sorted(f)) for d, x, f in os.walk("a")])
print(os.path.join("a", "/b", "c"), os.path.split("/x/y.z"), os.path.splitext("a.tar.gz"), os.path.basename("a/b/"), os.path.dirname("/a"), os.path.normpath("a/../b/./c//d"), os.path.relpath("/a/b", "/a/c"), os.path.commonpath(["/a/b", "/a/c"]), os.path.isabs("x"), os.path.commonprefix(["abc", "abd"]), os.path.expanduser("x"))
p = pathlib.Path("a")
print(sorted(str(x) for x in p.rglob("*.*")), (p / "one.txt").read_text(), p.joinpath("b", "..").name, pathlib.PurePosixPath("/x/y.tar.gz").suffixes, pathlib.PurePosixPath("a/b").parts, pathlib.PurePosixPath("/a/b/c").relative_to("/a"), pathlib.PurePosixPath("a/b.txt").with_suffix(".py"), pathlib.PurePosixPath("a").parent, pathlib.PurePosixPath("/a/./b//c"), pathlib.PurePosixPath("a/b") < pathlib.PurePosixPath("a/c"), pathlib.PurePosixPath("x.py").match("*.py"), pathlib.PurePosixPath("/a/b").parents[1], repr(pathlib.PurePosixPath("q")), pathlib.PurePosixPath("a.b.c").stem, pathlib.PurePosixPath("a") / "b" / "/c")
os.rename("a/one.txt", "a/1.txt"); shutil.copy("a/1.txt", "copy.txt"); shutil.copytree("a", "d"); print(sorted(glob.glob("**/*", recursive=True)), fnmatch.filter(["a.py", "b.txt"], "*.py"), stat.S_ISDIR(os.stat("a").st_mode), stat.filemode(0o100644))
with os.scandir("a") as it: print(sorted((e.name, e.is_dir(), e.is_file()) for e in it))
def attempt(f):
    try:
        print(f())
    except OSError as e:
        print(type(e).__name__, e.strerror)
attempt(lambda: os.mkdir("a"))
attempt(lambda: os.rmdir("a"))
attempt(lambda: os.remove("zz"))
attempt(lambda: os.listdir("zz"))
attempt(lambda: open("a"))
attempt(lambda: os.stat("zz"))
attempt(lambda: pathlib.Path("zz").read_text())
attempt(lambda: os.chdir("zz"))
attempt(lambda: os.open("zz", os.O_RDONLY))
fd = os.open("raw", os.O_CREAT | os.O_RDWR); print(os.write(fd, b"hello"), os.lseek(fd, 1, 0), os.read(fd, 3), os.fstat(fd).st_size, os.close(fd)); os.symlink("raw", "link"); print(os.readlink("link"), os.path.islink("link"))
os.environ["TAIPAN_TEST_X"] = "v"; print(os.environ["TAIPAN_TEST_X"], os.getenv("NOPE_X", "d"), "NOPE_X" in os.environ, os.sep, os.linesep == "\n", os.name, os.fspath(p), os.fsencode("é"), os.path.expandvars("$TAIPAN_TEST_X/y"))
os.chdir("/"); shutil.rmtree(root); print(os.path.exists(root))

# output:
# ['b', 'one.txt'] True True 2 [('a', ['b'], ['one.txt']), ('a/b', ['c'], ['two.py']), ('a/b/c', [], [])]
# /b/c ('/x', 'y.z') ('a.tar', '.gz')  / b/c/d ../b /a False ab x
# ['a/b/two.py', 'a/one.txt'] 1 .. ['.tar', '.gz'] ('a', 'b') b/c a/b.py . /a/b/c True True / PurePosixPath('q') a.b /c
# ['a', 'a/1.txt', 'a/b', 'a/b/c', 'a/b/two.py', 'copy.txt', 'd', 'd/1.txt', 'd/b', 'd/b/c', 'd/b/two.py'] ['a.py'] True -rw-r--r--
# [('1.txt', False, True), ('b', True, False)]
# FileExistsError File exists
# OSError Directory not empty
# FileNotFoundError No such file or directory
# FileNotFoundError No such file or directory
# IsADirectoryError Is a directory
# FileNotFoundError No such file or directory
# FileNotFoundError No such file or directory
# FileNotFoundError No such file or directory
# FileNotFoundError No such file or directory
# 5 1 b'ell' 5 None
# raw True
# v d False / True posix a b'\xc3\xa9' v/y
# False
