from datetime import date, datetime, timedelta


def bench(loops):
    start = datetime(2024, 2, 28, 12, 30)
    for i in range(loops):
        moment = start + timedelta(days=i & 1023, hours=3)
        moment - start; moment < start; moment.isoformat(); moment.strftime("%Y-%m-%d")
        datetime.fromisoformat("2024-02-29T10:00:00"); date(2024, 1, 1).weekday()
