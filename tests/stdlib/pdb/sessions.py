# Whole sessions of the debugger, with commands from its standard input.
import os, re, subprocess, sys


def session(title, program, commands, *options):
    command = [sys.executable, "-m", "pdb", *options, program]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TAIPAN_")}
    done = subprocess.run(command, input=commands.replace("; ", "\n") + "\n", capture_output=True, text=True, env=environment)
    text = (done.stdout + done.stderr).replace(os.getcwd() + os.sep, "")
    # The library's own lines are its own.
    text = re.sub(r'(File "|  )[^\n"]*[/\\](bdb|pdb|runpy)\.py(", line |\()\d+', r"\1\2.py\3N", text)
    print("==", title, done.returncode)
    print(text)


session("step, next, return, up, down", "_program.py", "b fact; c; s; s; n; s; w; u; p n; d; r; r; n; n; w; c; q")
session("until, jump, list", "_program.py", "tb loop; c; n; n; unt; unt 15; p total; j 12; n; n; n; n; ll; l; l .; source Acc; q")
session(
    "conditions",
    "_program.py",
    "b 14, i == 2; b fact, n == 1; b; c; p n; bt; cl 2; c; p i, total; condition 1; ignore 1 1; b; disable 1; enable 1; "
    "tbreak 40; c; c; args; q; y",
)
session("commands", "_program.py", "b 14; commands 1; silent; p i, total; c; end; b 40; c; c; q")
session(
    "display",
    "_program.py",
    "b loop; c; display total; display i; n; n; n; n; undisplay i; n; display; whatis total; pp [1]*3; a; rv; r; rv; retval; q",
)
session("generators", "_program.py", "b gen; c; n; s; s; s; w; n; r; n; n; q")
session("interact", "_program.py", "b loop; c; n; interact; total; k+1; q2=5; print(q2)")
session(
    "statements",
    "_program.py",
    "b main; c; n; !x = 5; x; p a.v; alias pv p %1.v; pv a; unalias pv; alias; for k in range(2): print(k); list 1,5; "
    "debug fact(2); s; s; q; exceptions; $x=3; p $x; bogus; q",
)
session("post mortem", "_fails.py", "p b; u; p q; u; w; d; l; exceptions; q", "-c", "continue")
session("raised while stepping", "_fails.py", "b low; c; n; n; p b; w; c; q")
session("until its end", "_program.py", "c; q")
