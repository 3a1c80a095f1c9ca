import subprocess, sys
print(subprocess.run([sys.executable, "-c", "print(6 * 7)"], capture_output=True, text=True).stdout.strip())
r = subprocess.run([sys.executable, "-c", "import sys; data = sys.stdin.read(); print(data.upper()); sys.stderr.write('err'); sys.exit(3)"], input="text", capture_output=True, text=True)
print(r.stdout, r.stderr, r.returncode)
try:
    subprocess.run([sys.executable, "-c", "raise SystemExit(2)"], check=True)
except subprocess.CalledProcessError as e:
    print(e.returncode)
print(subprocess.check_output(["echo", "hi"]), subprocess.call(["true"]), subprocess.getoutput("echo shell"))
try:
    subprocess.run(["/no/such/program"])
except FileNotFoundError as e:
    print(type(e).__name__, e.filename)
p = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE); print(p.communicate(b"piped"), p.returncode, p.poll())
try:
    subprocess.run(["sleep", "5"], timeout=0.05)
except subprocess.TimeoutExpired as e:
    print(e.timeout)

# output:
# 42
# TEXT
#  err 3
# 2
# b'hi\n' 0 shell
# FileNotFoundError /no/such/program
# (b'piped', None) 0 0
# 0.05
