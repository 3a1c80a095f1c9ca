import logging, io
out = io.StringIO()
h = logging.StreamHandler(out); h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log = logging.getLogger("app.mod"); root = logging.getLogger("app"); root.addHandler(h); root.setLevel(logging.INFO); root.propagate = False
log.debug("hidden"); log.info("hello %s %d", "x", 5); log.warning("warn"); log.error("err %r", "q")
try:
    1 / 0
except ZeroDivisionError:
    log.exception("failed")
log.log(45, "custom"); root.disabled = False; logging.disable(logging.ERROR); log.error("no"); logging.disable(logging.NOTSET)
log.addFilter(lambda r: "secret" not in r.getMessage()); log.info("secret"); log.info("public")
logging.LoggerAdapter(log, {"k": "v"}).info("adapted")
text = out.getvalue()
print(text[:text.index("Traceback")], text.strip().splitlines()[-4:])
print(log.getEffectiveLevel(), log.isEnabledFor(logging.DEBUG), logging.getLevelName(30), logging.getLevelName("INFO"), log.parent is root, logging.getLogger("app.mod") is log, log, log.hasHandlers())
try:
    log.setLevel("NOPE")
except ValueError as e:
    print(e)

# output:
# INFO:app.mod:hello x 5
# WARNING:app.mod:warn
# ERROR:app.mod:err 'q'
# ERROR:app.mod:failed
#  ['ZeroDivisionError: division by zero', 'Level 45:app.mod:custom', 'INFO:app.mod:public', 'INFO:app.mod:adapted']
# 20 False WARNING 20 True True <Logger app.mod (INFO)> True
# Unknown level: 'NOPE'
