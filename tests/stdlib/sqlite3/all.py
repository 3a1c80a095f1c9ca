import sqlite3
c = sqlite3.connect(":memory:")
c.execute("create table t (id integer primary key, name text, v real, b blob)")
c.executemany("insert into t (name, v, b) values (?, ?, ?)", [("a", 1.5, b"x"), ("é", None, None)])
print(c.execute("select * from t").fetchall(), c.execute("select count(*) from t").fetchone(), c.execute("select name from t where id = :id", {"id": 2}).fetchone(), [d[0] for d in c.execute("select id, name n from t").description], c.total_changes)
c.row_factory = sqlite3.Row; r = c.execute("select * from t").fetchone(); print(r["name"], r.keys(), tuple(r))
c.create_function("twice", 1, lambda x: x * 2); print(c.execute("select twice(21)").fetchone()[0])
with c: c.execute("insert into t (name) values ('z')")
try:
    with c:
        c.execute("delete from t"); raise KeyError
except KeyError: pass
print(c.execute("select count(*) from t").fetchone()[0])
for sql in ("select * from nope", "bad sql", "insert into t (id) values (1)"):
    try:
        c.execute(sql)
    except sqlite3.Error as e:
        print(type(e).__name__, e)
try:
    c.execute("select ?", ())
except sqlite3.ProgrammingError as e:
    print(e)
c.close()

# output:
# [(1, 'a', 1.5, b'x'), (2, 'é', None, None)] (2,) ('é',) ['id', 'n'] 2
# a ['id', 'name', 'v', 'b'] (1, 'a', 1.5, b'x')
# 42
# 3
# OperationalError no such table: nope
# OperationalError near "bad": syntax error
# IntegrityError UNIQUE constraint failed: t.id
# Incorrect number of bindings supplied. The current statement uses 1, and there are 0 supplied.
