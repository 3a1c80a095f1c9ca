from datetime import date, datetime, time, timedelta, timezone, UTC
d = date(2024, 2, 29)
print(d, repr(d), d.weekday(), d.isoformat(), tuple(d.isocalendar()), d.toordinal(), d + timedelta(days=366), d.replace(month=3), d.strftime("%A %d %B %Y, %j %U %%"), date.fromisoformat("2024-W09-4"), d.timetuple()[:9], date.min, date.max)
t = datetime(2024, 1, 2, 3, 4, 5, 678901)
print(t, repr(t), t.isoformat("T", "milliseconds"), t.date(), t.time(), t.replace(hour=9), t - datetime(2023, 1, 1), t + timedelta(hours=30), datetime.fromisoformat("2024-01-02T03:04:05+02:00"), datetime.strptime("03/04/24 05:06", "%d/%m/%y %H:%M"), t.strftime("%H:%M:%S.%f %p"))
u = datetime(2024, 1, 1, tzinfo=UTC)
print(u, u.timestamp(), u.astimezone(timezone(timedelta(hours=-5, minutes=-30))), u.utcoffset(), u.tzname(), datetime.fromtimestamp(0, UTC), u == datetime(2024, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))), timezone(timedelta(hours=1), "X"), u.isoformat())
td = timedelta(days=1, hours=-3, seconds=5.5)
print(td, repr(td), td.total_seconds(), td / 2, td // timedelta(hours=1), td % timedelta(hours=1), -td, abs(-td), td * 1.5, divmod(td, timedelta(hours=2)), timedelta(weeks=1), timedelta(milliseconds=-1), timedelta.max, timedelta() == timedelta(0), bool(timedelta()))
print(time(1, 2, 3), time.fromisoformat("04:05:06.789"), time(23, tzinfo=UTC), time(1) < time(2), repr(time(1, 2)), time().isoformat(), date(2024, 1, 1) < date(2024, 1, 2), hash(d) == hash(date(2024, 2, 29)), min(d, date.min), f"{d:%d.%m.%Y} {t:%H}")
def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__)
attempt(lambda: date(2023, 2, 29))
attempt(lambda: date(0, 1, 1))
attempt(lambda: datetime(2024, 13, 1))
attempt(lambda: time(25))
attempt(lambda: t - u)
attempt(lambda: t < u)
attempt(lambda: d < t)
attempt(lambda: d + 1)
attempt(lambda: date.max + timedelta(1))
attempt(lambda: datetime.fromisoformat("nope"))
attempt(lambda: datetime.strptime("x", "%Y"))
attempt(lambda: timedelta(days=10**10))
attempt(lambda: timezone(timedelta(hours=25)))
attempt(lambda: date("2024", 1, 1))
import pickle, copy
print(pickle.loads(pickle.dumps(u)) == u, copy.deepcopy(td) == td, [x for x in (t == u, t != u, d == t)])

# output:
# 2024-02-29 datetime.date(2024, 2, 29) 3 2024-02-29 (2024, 9, 4) 738945 2025-03-01 2024-03-29 Thursday 29 February 2024, 060 08 % 2024-02-29 (2024, 2, 29, 0, 0, 0, 3, 60, -1) 0001-01-01 9999-12-31
# 2024-01-02 03:04:05.678901 datetime.datetime(2024, 1, 2, 3, 4, 5, 678901) 2024-01-02T03:04:05.678 2024-01-02 03:04:05.678901 2024-01-02 09:04:05.678901 366 days, 3:04:05.678901 2024-01-03 09:04:05.678901 2024-01-02 03:04:05+02:00 2024-04-03 05:06:00 03:04:05.678901 AM
# 2024-01-01 00:00:00+00:00 1704067200.0 2023-12-31 18:30:00-05:30 0:00:00 UTC 1970-01-01 00:00:00+00:00 True X 2024-01-01T00:00:00+00:00
# 21:00:05.500000 datetime.timedelta(seconds=75605, microseconds=500000) 75605.5 10:30:02.750000 21 0:00:05.500000 -1 day, 2:59:54.500000 21:00:05.500000 1 day, 7:30:08.250000 (10, datetime.timedelta(seconds=3605, microseconds=500000)) 7 days, 0:00:00 -1 day, 23:59:59.999000 999999999 days, 23:59:59.999999 True False
# 01:02:03 04:05:06.789000 23:00:00+00:00 True datetime.time(1, 2) 00:00:00 True True 0001-01-01 29.02.2024 03
# ValueError
# ValueError
# ValueError
# ValueError
# TypeError
# TypeError
# TypeError
# TypeError
# OverflowError
# ValueError
# ValueError
# OverflowError
# ValueError
# TypeError
# True True [False, True, False]
